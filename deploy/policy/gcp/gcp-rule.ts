import type { RecordedResource } from '../../plan/recorded-resource.ts'

/** A resource as a rule sees it, in a plan or in a real deployment. */
export type Resource = Pick<RecordedResource, 'type' | 'name' | 'inputs'>

export interface GcpRule {
  readonly name: string
  /** What has to hold, and why. */
  readonly description: string
  /** Of the CIS benchmark for Google Cloud 3.0 and of checkov. */
  readonly checks: readonly string[]
  /** What breaks it: the names of resources, each with what is wrong about it. */
  readonly problems: (resources: readonly Resource[]) => readonly string[]
}

/** `gcp:sql/databaseInstance:DatabaseInstance` by its last word. */
export function ofKind(resources: readonly Resource[], ...kinds: readonly string[]): readonly Resource[] {
  return resources.filter(
    ({ type }) => type.startsWith('gcp:') && kinds.includes(type.slice(type.lastIndexOf(':') + 1)),
  )
}

/** A rule on each resource of some kinds: `problem` says what is wrong with one. */
export function onEach(
  kinds: readonly string[],
  problem: (inputs: Resource['inputs'], name: string) => string | false | undefined,
): GcpRule['problems'] {
  return (resources) =>
    ofKind(resources, ...kinds).flatMap(({ name, inputs }) => {
      const found = problem(inputs, name)
      return found ? [`${name}: ${found}`] : []
    })
}

/** The value at `a.b.0.c` of something whose form nobody promises. */
export function at(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((part, key) => (part as Record<string, unknown> | undefined | null)?.[key], value)
}

export function listAt(value: unknown, path: string): readonly unknown[] {
  const found = at(value, path)
  return Array.isArray(found) ? found : []
}

export function textAt(value: unknown, path: string): string {
  const found = at(value, path)
  return typeof found === 'string' ? found : ''
}
