import { CodedError } from '@zerosec/errors'
import { z } from 'zod'

/** Warehouses beside DuckDB that a shop's facts can be published to and asked in. */
export const WAREHOUSES = ['trino', 'athena', 'bigquery'] as const
export type WarehouseName = (typeof WAREHOUSES)[number]

/** As people call them. */
export const WAREHOUSE_LABELS: Readonly<Record<WarehouseName, string>> = {
  trino: 'Trino',
  athena: 'Athena',
  bigquery: 'BigQuery',
}

/** A name that goes into a header or a request: nothing in it can end it or begin another. */
const plainName = z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_.@-]{0,254}$/, 'a name has letters, digits, _ . @ and -')
const secret = z.string().regex(/^[\x21-\x7e]{1,8192}$/, 'it has characters that no header takes')
const endpoint = z.url({ protocol: /^https?$/, error: 'it is no URL like https://host:443' })

const SETTINGS = {
  trino: z
    .object({
      ZEROSEC_TRINO_URL: endpoint,
      ZEROSEC_TRINO_CATALOG: plainName,
      ZEROSEC_TRINO_SCHEMA: plainName,
      ZEROSEC_TRINO_USER: plainName.default('zerosec'),
      ZEROSEC_TRINO_PASSWORD: secret.optional(),
      ZEROSEC_TRINO_TOKEN: secret.optional(),
    })
    .transform((settings) => ({
      url: settings.ZEROSEC_TRINO_URL,
      catalog: settings.ZEROSEC_TRINO_CATALOG,
      schema: settings.ZEROSEC_TRINO_SCHEMA,
      user: settings.ZEROSEC_TRINO_USER,
      password: settings.ZEROSEC_TRINO_PASSWORD,
      token: settings.ZEROSEC_TRINO_TOKEN,
    })),
  athena: z
    .object({
      ZEROSEC_ATHENA_DATABASE: plainName,
      ZEROSEC_ATHENA_CATALOG: plainName.default('AwsDataCatalog'),
      ZEROSEC_ATHENA_WORKGROUP: z
        .string()
        .regex(/^[A-Za-z0-9._-]{1,128}$/, 'a workgroup has letters, digits, . _ and -')
        .default('primary'),
      ZEROSEC_ATHENA_OUTPUT: z
        .string()
        .regex(
          /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/[A-Za-z0-9!_.*'()=/-]*)?$/,
          'it is no place like s3://bucket/folder/',
        )
        .optional(),
      ZEROSEC_ATHENA_ENDPOINT: endpoint.optional(),
    })
    .transform((settings) => ({
      database: settings.ZEROSEC_ATHENA_DATABASE,
      catalog: settings.ZEROSEC_ATHENA_CATALOG,
      workgroup: settings.ZEROSEC_ATHENA_WORKGROUP,
      output: settings.ZEROSEC_ATHENA_OUTPUT,
      endpoint: settings.ZEROSEC_ATHENA_ENDPOINT,
    })),
  bigquery: z
    .object({
      ZEROSEC_BIGQUERY_PROJECT: z
        .string()
        .regex(/^([a-z][a-z0-9.-]{0,60}:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/, 'it is no id of a project'),
      ZEROSEC_BIGQUERY_DATASET: z.string().regex(/^[A-Za-z0-9_]{1,1024}$/, 'a dataset has letters, digits and _'),
      ZEROSEC_BIGQUERY_LOCATION: z
        .string()
        .regex(/^[A-Za-z0-9-]{2,40}$/, 'it is no location like EU or europe-west1')
        .optional(),
      ZEROSEC_BIGQUERY_ENDPOINT: endpoint.optional(),
    })
    .transform((settings) => ({
      project: settings.ZEROSEC_BIGQUERY_PROJECT,
      dataset: settings.ZEROSEC_BIGQUERY_DATASET,
      location: settings.ZEROSEC_BIGQUERY_LOCATION,
      endpoint: settings.ZEROSEC_BIGQUERY_ENDPOINT,
    })),
} as const satisfies Record<WarehouseName, z.ZodType>

export type WarehouseSettings<Name extends WarehouseName> = z.output<(typeof SETTINGS)[Name]>

/**
 * A warehouse's settings. Credentials of Athena and BigQuery are found by the clients of these themselves.
 * @throws CodedError warehouse_setting_invalid naming the setting; never with the value of a secret
 */
export function readWarehouseSettings<Name extends WarehouseName>(
  name: Name,
  environment: Readonly<Record<string, string | undefined>>,
): WarehouseSettings<Name> {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''),
  )
  const parsed = SETTINGS[name].safeParse(given)
  if (parsed.success) return parsed.data as WarehouseSettings<Name>
  const issue = parsed.error.issues[0]
  const setting = String(issue?.path[0] ?? name)
  const problem = given[setting] === undefined ? 'it is not set' : (issue?.message ?? 'not understood')
  throw new CodedError('warehouse_setting_invalid', { warehouse: WAREHOUSE_LABELS[name], setting, problem })
}

/** What they are for `docs/warehouses.md`. */
export function warehouseSettingNames(name: WarehouseName): string[] {
  return Object.keys(SETTINGS[name].in.shape)
}
