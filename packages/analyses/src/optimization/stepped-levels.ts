import type { Warning } from '@zerosec/report'
import { decimals } from './decimals.ts'
import type { FactorDescription } from './factor-description.ts'

/** With more levels than this, a factor is searched as if every setting were possible; settings are rounded in the end. */
const MOST_LEVELS = 101

export interface SteppedLevels {
  /** Undefined where they are too many: the factor is continuous then. */
  readonly levels: readonly number[] | undefined
  readonly digits: number
  readonly warnings: readonly Warning[]
}

/**
 * The levels low, low + step … of a discrete factor; without a step, whole numbers. A step that comes from rounding (digits
 * below zero) counts from zero: 10, 20 … 130 for a low of 5.
 *
 * @param range  of the levels; they count from the factor's own low all the same
 */
export function steppedLevels(
  { name, step, digits, low: start }: FactorDescription,
  [low, high]: readonly [number, number],
): SteppedLevels {
  const width = step ?? 1
  const from = digits !== undefined && digits < 0 ? 0 : (start ?? low)
  const first = from + Math.ceil((low - from) / width - 1e-9) * width
  const count = Math.floor((high - first) / width + 1e-9) + 1
  const places = Math.max(decimals(first), decimals(width))
  if (!(count <= MOST_LEVELS)) return { levels: undefined, digits: places, warnings: [manyLevels(name, count, width)] }
  const levels = Array.from({ length: Math.max(0, count) }, (_, k) => Number((first + k * width).toFixed(places)))
  const missed = [low, high].filter((end) => !levels.some((level) => Math.abs(level - end) <= 1e-9 * Math.abs(width)))
  return { levels, digits: places, warnings: missed.length === 0 ? [] : [missedEnds(name, missed, levels, width)] }
}

function manyLevels(name: string, count: number, step: number): Warning {
  return {
    code: 'levels_many',
    level: 'note',
    message: `${name} has ${count} levels in steps of ${step}; it is treated as continuous and its settings are rounded.`,
    columns: [name],
  }
}

function missedEnds(name: string, missed: readonly number[], levels: readonly number[], step: number): Warning {
  return {
    code: 'step_misses_end',
    level: 'caution',
    message: `${name} goes in steps of ${step} and does not meet ${missed.join(' and ')}: its levels are ${levels[0]} to ${levels.at(-1)}.`,
    columns: [name],
  }
}
