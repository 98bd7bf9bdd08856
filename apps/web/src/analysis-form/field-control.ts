import type { ColumnProfile } from '@zerosec/table'
import type { Draft, Drafts } from './draft.ts'
import type { Field } from './field.ts'

/** What every control of the form gets. */
export interface FieldControlProps {
  readonly field: Field
  readonly draft: Draft
  readonly onChange: (draft: Draft) => void
  readonly columns: readonly ColumnProfile[]
  /** What the other fields hold: a factor can't be the response. */
  readonly drafts: Drafts
  readonly fields: readonly Field[]
  /** Of the control's element; its description and problem are `${id}-about`. */
  readonly id: string
  readonly invalid: boolean
}

/** The columns taken as response in another field. */
export function responseColumns({ fields, drafts, field }: FieldControlProps): ReadonlySet<string> {
  const taken = fields
    .filter(({ name, control }) => name !== field.name && 'use' in control && control.use === 'response')
    .flatMap(({ name }) => drafts[name] ?? [])
    .filter((name): name is string => typeof name === 'string' && name !== '')
  return new Set(taken)
}
