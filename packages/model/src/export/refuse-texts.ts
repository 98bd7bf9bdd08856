import type { Model } from '../model.ts'
import { impossible } from './tree-sum.ts'

/** Rows are numbers in the formats of other programs: a text could only be given as scores that ours alone computes. */
export function refuseTexts({ inputs }: Model, format: string): void {
  const input = inputs.find(({ kind }) => kind === 'text')
  if (input) throw impossible(format, `it has no place for the words of the text "${input.name}"`)
}
