import type { PolicyResource, ResourceValidationPolicy, StackValidationPolicy } from '@pulumi/policy'
import { isAccepted } from './accepted.ts'

/** A rule as Pulumi knows it. Its tags are the checks of others that it covers: CIS AWS Foundations 3.0, cdk-nag, checkov. */
export type Rule = ResourceValidationPolicy | StackValidationPolicy

interface Description {
  /** `buckets-over-tls-only` */
  readonly name: string
  /** What has to be so. */
  readonly says: string
  readonly covers: readonly string[]
}

/** What rules look at of a resource. */
export interface Subject {
  readonly type: string
  readonly name: string
  readonly props: Readonly<Record<string, unknown>>
}

interface ResourceRule extends Description {
  readonly types: readonly string[]
  /** What is wrong with it; nothing if all is well. */
  readonly problems: (props: Properties, subject: Subject) => readonly (string | undefined | false)[]
}

interface StackRule extends Description {
  /** Each resource that is not as it should be among the others, with what is wrong. */
  readonly problems: (
    subjects: readonly Subject[],
  ) => readonly { readonly subject: Subject; readonly problem: string }[]
}

/** A rule about single resources of some types. */
export function resourceRule({ types, problems, ...description }: ResourceRule): ResourceValidationPolicy {
  return {
    ...policy(description),
    validateResource: ({ type, name, props }, report) => {
      if (!types.includes(type) || isAccepted(description.name, name)) return
      for (const problem of problems(new Properties(props), { type, name, props })) if (problem) report(problem)
    },
  }
}

/** A rule about how resources belong together. */
export function stackRule({ problems, ...description }: StackRule): StackValidationPolicy {
  return {
    ...policy(description),
    validateStack: ({ resources }, report) => {
      for (const { subject, problem } of problems(resources)) {
        if (!isAccepted(description.name, subject.name))
          report(`${subject.name}: ${problem}`, (subject as PolicyResource).urn)
      }
    },
  }
}

function policy({ name, says, covers }: Description) {
  return { name, description: says, tags: [...covers], enforcementLevel: 'mandatory' as const }
}

/** Values of a resource by path: `rootBlockDevice.encrypted`; what isn't there is undefined. */
export class Properties {
  readonly #props: unknown

  constructor(props: unknown) {
    this.#props = props
  }

  get(path: string): unknown {
    return path
      .split('.')
      .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined | null)?.[key], this.#props)
  }

  /** Of a list; none where there is no list. */
  list(path: string): Properties[] {
    const value = this.get(path)
    return Array.isArray(value) ? value.map((item) => new Properties(item)) : []
  }

  text(path: string): string {
    const value = this.get(path)
    return typeof value === 'string' ? value : ''
  }

  number(path: string): number {
    const value = this.get(path)
    return typeof value === 'number' ? value : Number.NaN
  }

  /** `true`, or the text that launch templates write it as. */
  isOn(path: string): boolean {
    const value = this.get(path)
    return value === true || value === 'true'
  }

  /** A JSON text as values. */
  json(path: string): Properties {
    const text = this.text(path)
    return new Properties(text === '' ? undefined : (JSON.parse(text) as unknown))
  }
}

/** Resources of a type. */
export function ofType(subjects: readonly Subject[], ...types: readonly string[]): Subject[] {
  return subjects.filter(({ type }) => types.includes(type))
}
