import type { RecordedResource } from '../../plan/recorded-resource.ts'

/** What has to be so of a stack's resources: by type without its provider, then by name, then what of it matters. */
export type Expected = Readonly<Record<string, Readonly<Record<string, object>>>>

/** `ec2/vpc` of `aws:ec2/vpc:Vpc`. */
export function kindOf({ type }: RecordedResource): string {
  return /^aws:([\w/]+):/.exec(type)?.[1] ?? type
}

/** One table of many: the types of each are its own, or its names are. */
export function together(...tables: readonly Expected[]): Expected {
  const all: Record<string, Record<string, object>> = {}
  for (const [kind, named] of tables.flatMap((table) => Object.entries(table))) all[kind] = { ...all[kind], ...named }
  return all
}

/** Inputs with JSON texts as values, so that what matters of a policy can be named. */
export function readable(value: unknown): unknown {
  if (typeof value === 'string' && /^(\{"|\[)/.test(value)) return JSON.parse(value)
  return value
}

export const readableInputs = ({ inputs }: RecordedResource): Record<string, unknown> =>
  Object.fromEntries(Object.entries(inputs).map(([key, value]) => [key, readable(value)]))

export const ACCOUNT = '123456789012'
export const KEY = `arn:aws:kms:us-east-1:${ACCOUNT}:key/key`
export const arn = (service: string, resource: string): string => `arn:aws:${service}:us-east-1:${ACCOUNT}:${resource}`

/** A rule between two security groups, as each of the two has it. */
export const between = (from: string, to: string, port: number): object => ({
  fromPort: port,
  toPort: port,
  ipProtocol: 'tcp',
  description: `From ${from} to ${to}`,
})
