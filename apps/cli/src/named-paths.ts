import type { ParametersSchema } from './call-parameters.ts'
import type { ValueSchema } from './parameters.ts'

/** The form of a key of a stored file, which needs no upload. */
const KEY = /^(inputs|outputs)\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\//i

type Parameters = Readonly<Record<string, unknown>>

/** The values of parameters that name a file of this machine, each once. What is no file here is left to the platform to refuse. */
export async function namedPaths(
  parameters: Parameters,
  schema: ParametersSchema,
  isFile: (path: string) => Promise<boolean>,
): Promise<string[]> {
  const found = new Set<string>()
  replaced(parameters, schema, (text) => {
    found.add(text)
    return text
  })
  const paths: string[] = []
  for (const text of found) if (!KEY.test(text) && (await isFile(text))) paths.push(text)
  return paths
}

/** The parameters with the keys under which those files were stored. */
export function withKeys(
  parameters: Parameters,
  schema: ParametersSchema,
  keys: ReadonlyMap<string, string>,
): Record<string, unknown> {
  return replaced(parameters, schema, (text) => keys.get(text) ?? text)
}

function replaced(parameters: Parameters, schema: ParametersSchema, by: (text: string) => string) {
  const properties = schema.properties ?? {}
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => {
      const own = Object.hasOwn(properties, name) ? properties[name] : undefined
      if (!own || !namesFile(own)) return [name, value]
      if (Array.isArray(value))
        return [name, value.map((each: unknown) => (typeof each === 'string' ? by(each) : each))]
      return [name, typeof value === 'string' ? by(value) : value]
    }),
  )
}

function namesFile(schema: ValueSchema & { readonly file?: unknown }): boolean {
  if (schema.file !== undefined) return true
  const inside = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]
  if (typeof schema.items === 'object') inside.push(schema.items)
  return inside.some(namesFile)
}
