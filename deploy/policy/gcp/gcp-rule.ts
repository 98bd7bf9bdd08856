import type { PolicyResource, StackValidationPolicy } from '@pulumi/policy'
import { isAccepted } from '../accepted.ts'
import type { Subject } from '../rule.ts'

export interface GcpRule {
  readonly name: string
  /** What has to hold, and why. */
  readonly description: string
  /** Of the CIS benchmark for Google Cloud 3.0 and of checkov. */
  readonly checks: readonly string[]
  readonly problems: (subjects: readonly Subject[]) => readonly Problem[]
}

export interface Problem {
  /** Undefined where something is missing. */
  readonly subject?: Subject
  readonly problem: string
}

/** A rule in Pulumi's form. It says nothing of stacks that have nothing on Google Cloud. */
export function asPolicy({ name, description, checks, problems }: GcpRule): StackValidationPolicy {
  return {
    name,
    description,
    tags: [...checks],
    enforcementLevel: 'mandatory',
    validateStack: ({ resources }, report) => {
      const subjects: readonly Subject[] = resources
      if (!subjects.some(({ type }) => type.startsWith('gcp:'))) return
      for (const { subject, problem } of problems(subjects)) {
        if (subject === undefined) report(problem)
        else if (!isAccepted(name, subject.name)) report(`${subject.name}: ${problem}`, (subject as PolicyResource).urn)
      }
    },
  }
}

/** `gcp:sql/databaseInstance:DatabaseInstance` by its last word. */
export function ofKind(subjects: readonly Subject[], ...kinds: readonly string[]): readonly Subject[] {
  return subjects.filter(({ type }) => type.startsWith('gcp:') && kinds.includes(type.slice(type.lastIndexOf(':') + 1)))
}

/** A rule on each resource of some kinds: `problem` says what is wrong with one. */
export function onEach(
  kinds: readonly string[],
  problem: (props: Subject['props']) => string | false | undefined,
): GcpRule['problems'] {
  return (subjects) => wrongOf(ofKind(subjects, ...kinds), ({ props }) => problem(props))
}

export function wrongOf(
  subjects: readonly Subject[],
  problemOf: (subject: Subject) => string | false | undefined,
): readonly Problem[] {
  return subjects.flatMap((subject) => {
    const problem = problemOf(subject)
    return problem ? [{ subject, problem }] : []
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
