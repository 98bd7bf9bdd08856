import type { Generator } from '../random/generator.ts'
import {
  type CodedDimension,
  codeOfValue,
  countValues,
  isActive,
  isDiscrete,
  type SpaceCoding,
  settleCode,
} from './space-coding.ts'

/** A code drawn uniformly from the scale that is searched. */
export function uniformCode(coded: CodedDimension, generator: Generator): number {
  return codeAtShare(coded, generator.uniform())
}

/** The code that the given share of the scale lies below, 0 ≤ share < 1. */
export function codeAtShare({ low, high, choices }: CodedDimension, share: number): number {
  return choices > 0 ? Math.floor(share * choices) : low + share * (high - low)
}

/** The share of the scale below a code; of a choice, to the middle of its part. */
export function shareOfCode({ low, high, choices }: CodedDimension, code: number): number {
  if (choices > 0) return (code + 0.5) / choices
  return high > low ? (code - low) / (high - low) : 0.5
}

/** Settled codes of a setting drawn uniformly; NaN for inactive dimensions. */
export function drawCodes(coding: SpaceCoding, generator: Generator): Float64Array {
  const codes = new Float64Array(coding.dimensions.length).fill(Number.NaN)
  for (const [j, coded] of coding.dimensions.entries()) {
    if (isActive(coding, j, codes)) codes[j] = settleCode(coded, uniformCode(coded, generator))
  }
  return codes
}

/** Codes drawn uniformly; those that stand already are kept, NaN marks those to draw. */
export function fillUniformly(coding: SpaceCoding, codes: Float64Array, generator: Generator): void {
  for (const [j, coded] of coding.dimensions.entries()) {
    if (Number.isNaN(codes[j]!)) codes[j] = uniformCode(coded, generator)
  }
}

/**
 * Codes of a setting that was not seen, drawn uniformly at first and then found by going through all; null where there is none.
 *
 * @param settle   the codes of what the codes decode to
 * Cost: as many settings as were seen at most.
 */
export function unseenCodes(
  coding: SpaceCoding,
  isSeen: (codes: Float64Array) => boolean,
  settle: (codes: Float64Array) => Float64Array,
  generator: Generator,
): Float64Array | null {
  const draws = 32
  for (let draw = 0; draw < draws; draw++) {
    const codes = new Float64Array(coding.dimensions.length).fill(Number.NaN)
    fillUniformly(coding, codes, generator)
    const settled = settle(codes)
    if (!isSeen(settled)) return settled
  }
  return firstUnseen(coding, isSeen, settle, generator, 0, new Float64Array(coding.dimensions.length).fill(Number.NaN))
}

/** Depth first through the values of discrete dimensions from a drawn one on; a continuous one is drawn. */
function firstUnseen(
  coding: SpaceCoding,
  isSeen: (codes: Float64Array) => boolean,
  settle: (codes: Float64Array) => Float64Array,
  generator: Generator,
  index: number,
  codes: Float64Array,
): Float64Array | null {
  if (index === coding.dimensions.length) {
    const settled = settle(codes)
    return isSeen(settled) ? null : settled
  }
  const next = () => firstUnseen(coding, isSeen, settle, generator, index + 1, codes)
  codes[index] = Number.NaN
  if (!isActive(coding, index, codes)) return next()
  const coded = coding.dimensions[index]!
  if (!isDiscrete(coded)) {
    codes[index] = uniformCode(coded, generator)
    return next()
  }
  const count = countValues(coded)
  const first = Math.min(Math.floor(generator.uniform() * count), count - 1)
  for (let k = 0; k < count; k++) {
    codes[index] = codeOfValue(coded, (first + k) % count)
    const found = next()
    if (found) return found
  }
  return null
}
