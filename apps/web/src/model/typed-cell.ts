import type { InputCell } from '@zerosec/model'
import { formatShort } from '../numbers/format.ts'
import { typedNumber, typedNumberProblem } from '../numbers/typed-number.ts'
import { type FormInput, levelCell } from './form-input.ts'

/** A cell as typed or pasted, and what is to be said of it. */
export interface TypedCell {
  /** Undefined: it can't be used, and the problem says why. */
  readonly cell: InputCell | undefined
  readonly problem: string | null
}

/** Empty is a missing cell, which models may predict with. */
export function typedCell(input: FormInput, text: string): TypedCell {
  if (input.kind === 'text') return { cell: text, problem: null }
  if (text.trim() === '') return { cell: null, problem: null }
  if (input.kind === 'level') return { cell: levelCell(input, levelOf(input.levels, text)), problem: null }
  const number = typedNumber(text)
  return number === null ? { cell: undefined, problem: typedNumberProblem(text) } : { cell: number, problem: null }
}

/** What is to be known of the cell of an input: where it leaves the data. */
export function cellDoubt(input: FormInput, cell: InputCell): string | null {
  if (input.kind === 'text') return null
  if (cell === null || cell === undefined) return 'empty: predicted as not known'
  if (input.kind === 'level') return input.levels.includes(String(cell)) ? null : 'not in the data'
  if (typeof cell !== 'number') return null
  if (cell < input.low) return `below the data, from ${formatShort(input.low)}`
  return cell > input.high ? `above the data, to ${formatShort(input.high)}` : null
}

export function cellText(cell: InputCell): string {
  return cell === null || cell === undefined ? '' : String(cell)
}

/** The level that is written so, give or take spaces, width and case. */
function levelOf(levels: readonly string[], text: string): string {
  const plain = (each: string) => each.normalize('NFKC').trim().toLowerCase()
  return levels.includes(text) ? text : (levels.find((level) => plain(level) === plain(text)) ?? text.trim())
}
