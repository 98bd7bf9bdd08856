import type { Properties } from './rule.ts'

/** A statement of an IAM policy with its lists made lists. */
export interface PolicyStatement {
  readonly effect: string
  readonly actions: readonly string[]
  readonly resources: readonly string[]
  /** Services, accounts and federations by their kind; `*` alone is `{ '*': ['*'] }`. */
  readonly principals: Readonly<Record<string, readonly string[]>>
  readonly condition: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

/** The statements of a policy's text; none where there is no text. */
export function statementsOf(props: Properties, path: string): PolicyStatement[] {
  return props.json(path).list('Statement').map(statement)
}

function statement(props: Properties): PolicyStatement {
  return {
    effect: props.text('Effect'),
    actions: listOf(props.get('Action')),
    resources: listOf(props.get('Resource')),
    principals: principalsOf(props.get('Principal')),
    condition: (props.get('Condition') ?? {}) as PolicyStatement['condition'],
  }
}

function principalsOf(principal: unknown): Record<string, readonly string[]> {
  if (typeof principal === 'string') return { [principal]: [principal] }
  return Object.fromEntries(Object.entries(principal ?? {}).map(([kind, who]) => [kind, listOf(who)]))
}

function listOf(value: unknown): string[] {
  return [value].flat().filter((item) => typeof item === 'string')
}

/** Whether a policy refuses everything of a service that comes unencrypted. */
export function refusesPlainText(statements: readonly PolicyStatement[], action: string): boolean {
  return statements.some(
    ({ effect, actions, principals, condition }) =>
      effect === 'Deny' &&
      actions.includes(action) &&
      '*' in principals &&
      condition['Bool']?.['aws:SecureTransport'] === 'false',
  )
}
