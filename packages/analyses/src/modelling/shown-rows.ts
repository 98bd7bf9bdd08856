import type { ModelInput } from './inputs.ts'

/** A cell as the table holds it; null where it is missing. */
export function cellOf(input: ModelInput, value: number): number | string | null {
  if (Number.isNaN(value)) return null
  return input.kind === 'category' ? (input.levels[value] ?? null) : value
}

/** Positions evenly spaced over `count` rows, `most` at most. */
export function evenRows(count: number, most: number): Int32Array {
  if (count <= most) return Int32Array.from({ length: count }, (_, i) => i)
  return Int32Array.from({ length: most }, (_, k) => Math.round((k * (count - 1)) / (most - 1)))
}
