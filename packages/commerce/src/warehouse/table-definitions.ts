import { CodedError } from '@zerosec/errors'
import { BOOKKEEPING_TABLES } from '../model/bookkeeping-tables.ts'
import { type ColumnType, type ModelTable, SQL_TYPES } from '../model/columns.ts'
import { FACT_TABLES } from '../model/fact-tables.ts'
import { bigquery } from '../sql/bigquery.ts'
import { identifier, literal } from '../sql/quote.ts'
import { WAREHOUSE_LABELS, type WarehouseName } from './warehouse-settings.ts'

/** The tables that queries are answered from: the facts, and what the snapshot is of. */
export const PUBLISHED_TABLES: Readonly<Record<string, ModelTable>> = {
  ...FACT_TABLES,
  snapshot_facts: BOOKKEEPING_TABLES.snapshot_facts,
}

/**
 * The statements that make a warehouse read the Parquet files of a snapshot, each table's in a folder of its name under `location`. They
 * name no catalog, schema or dataset: they are run where the tables shall be.
 * @throws CodedError option_invalid for a place that the warehouse can't read
 */
export function tableDefinitions(
  warehouse: WarehouseName,
  location: string,
  tables: readonly string[] = Object.keys(PUBLISHED_TABLES),
): string[] {
  const place = checkedPlace(warehouse, location)
  return Object.entries(PUBLISHED_TABLES)
    .filter(([name]) => tables.includes(name))
    .flatMap(([name, table]) => DEFINITIONS[warehouse](name, table, `${place}${name}/`))
}

/** Names and places end up in quotes; still, nothing comes in that would have to be escaped in one of these dialects. */
const PLACES: Readonly<Record<WarehouseName, RegExp>> = {
  trino: /^(s3|s3a|gs|abfss|hdfs|file|local):\/\/[A-Za-z0-9@._/=+-]+$/,
  athena: /^s3:\/\/[A-Za-z0-9._/=+-]+$/,
  bigquery: /^gs:\/\/[A-Za-z0-9._/=+-]+$/,
}

function checkedPlace(warehouse: WarehouseName, location: string): string {
  if (!PLACES[warehouse].test(location)) {
    const example = warehouse === 'bigquery' ? 'gs://bucket/folder' : 's3://bucket/folder'
    const problem = `"${location}" is no place that ${WAREHOUSE_LABELS[warehouse]} reads, like ${example}`
    throw new CodedError('option_invalid', { option: '--location', problem })
  }
  return location.endsWith('/') ? location : `${location}/`
}

const DEFINITIONS: Readonly<Record<WarehouseName, (name: string, table: ModelTable, place: string) => string[]>> = {
  trino: (name, table, place) => [
    `DROP TABLE IF EXISTS ${identifier(name)}`,
    `CREATE TABLE ${identifier(name)} (\n${columnsOf(table, SQL_TYPES, identifier)}\n) WITH (external_location = ${literal(place)}, format = 'PARQUET')`,
  ],
  athena: (name, table, place) => [
    `DROP TABLE IF EXISTS ${backQuoted(name)}`,
    `CREATE EXTERNAL TABLE ${backQuoted(name)} (\n${columnsOf(table, HIVE_TYPES, backQuoted)}\n) STORED AS PARQUET LOCATION ${literal(place)}`,
  ],
  // its columns are the files' own: a declared one would have to say which of its two kinds of instants the file's is
  bigquery: (name, _, place) => [
    `CREATE OR REPLACE EXTERNAL TABLE ${bigquery.identifier(name)} OPTIONS (format = 'PARQUET', uris = [${bigquery.text(`${place}*.parquet`)}])`,
  ],
}

function columnsOf(
  { columns }: ModelTable,
  types: Readonly<Record<ColumnType, string>>,
  quoted: (name: string) => string,
): string {
  return Object.entries(columns)
    .map(([name, { type }]) => `  ${quoted(name)} ${types[type]}`)
    .join(',\n')
}

/** As Athena's statements about tables, which are Hive's, write names. */
function backQuoted(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``
}

const HIVE_TYPES: Readonly<Record<ColumnType, string>> = { ...SQL_TYPES, text: 'STRING' }
