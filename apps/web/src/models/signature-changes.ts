import type { ModelInputView, ModelSignature } from '@zerosec/contract'
import { formatShort } from '../numbers/format.ts'

/** What is another in a version than in the one that it would replace. */
export interface SignatureChange {
  readonly column: string
  /** Of the version before, and of the one after; null: it has no such column. */
  readonly before: string | null
  readonly after: string | null
  /** Rows that the version before takes are refused, or mean something else. */
  readonly breaks: boolean
}

/** Inputs in the order of the version after, then those that it has no more, then the output. */
export function signatureChanges(before: ModelSignature, after: ModelSignature): SignatureChange[] {
  const known = new Map(before.inputs.map((input) => [input.name, input]))
  const now = new Set(after.inputs.map(({ name }) => name))
  const inputs = after.inputs.flatMap((input) => inputChange(known.get(input.name), input) ?? [])
  const lost = before.inputs
    .filter(({ name }) => !now.has(name))
    .map((input) => ({ column: input.name, before: inputWords(input), after: null, breaks: true }))
  return [...inputs, ...lost, ...outputChange(before.output, after.output)]
}

function inputChange(before: ModelInputView | undefined, after: ModelInputView): SignatureChange | null {
  const words = inputWords(after)
  if (!before) return { column: after.name, before: null, after: words, breaks: true }
  const levels = new Set(after.levels)
  const isSame = before.kind === after.kind && before.unit === after.unit
  const breaks = !isSame || (before.levels ?? []).some((level) => !levels.has(level))
  const was = inputWords(before)
  return breaks || was !== words ? { column: after.name, before: was, after: words, breaks } : null
}

function outputChange(before: ModelSignature['output'], after: ModelSignature['output']): SignatureChange[] {
  const [was, is] = [outputWords(before), outputWords(after)]
  return was === is ? [] : [{ column: 'what it predicts', before: was, after: is, breaks: true }]
}

const LEVELS_SHOWN = 6

/** "number, N, 10 to 49.7", "鋼A, 黄銅", "text". */
export function inputWords({ kind, unit, low, high, levels }: ModelInputView): string {
  if (levels) {
    const shown = levels.slice(0, LEVELS_SHOWN).join(', ')
    return levels.length > LEVELS_SHOWN ? `${shown} and ${levels.length - LEVELS_SHOWN} more` : shown
  }
  if (kind === 'boolean') return 'false or true'
  if (kind === 'text') return 'text'
  const beside = unit === undefined ? '' : ` ${unit}`
  return low === undefined || high === undefined
    ? `number${beside}`
    : `${formatShort(low)} to ${formatShort(high)}${beside}`
}

export function outputWords({ name, kind, unit, classes }: ModelSignature['output']): string {
  if (kind === 'class') return `${name}: ${(classes ?? []).join(', ')}`
  return unit === undefined || name.includes(unit) ? name : `${name}, ${unit}`
}

/** Beside the name of what is predicted: its classes, or its unit. */
export function outputRangeWords({ unit, classes }: ModelSignature['output']): string {
  return classes ? classes.join(', ') : (unit ?? '')
}
