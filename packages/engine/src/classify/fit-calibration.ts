import { fitLogistic } from '../linear/logistic/fit-logistic.ts'
import { brentMinimum } from '../transforms/brent-minimum.ts'
import { type Calibration, calibrate, type IsotonicCurve, logit } from './calibration.ts'

export type CalibrationKind = Calibration['kind']
export const CALIBRATION_KINDS: readonly CalibrationKind[] = ['none', 'platt', 'temperature', 'isotonic']

/** Shares of rows that their model did not see, and the classes that came true. */
export interface HeldOutShares {
  /** outputs × n. */
  readonly shares: Float64Array
  /** n: 0 … classes − 1. */
  readonly target: Float64Array
}

/** Keeps Platt's curve finite where the classes do not overlap: about a row of each class at the middle. */
const PLATT_PENALTY = 1e-3
const TEMPERATURES = [0.2, 5] as const

/**
 * Fits a correction to shares that were made without their rows. Isotonic curves are smoothed at their ends by one row of each class, so
 * that no share is 0 or 1 by the luck of few rows.
 *
 * @throws RangeError without rows, or if the lengths do not fit
 *
 * Source: Platt (1999); Zadrozny & Elkan, KDD 2002; Guo et al., On calibration of modern neural networks, ICML 2017. Cost: n log n.
 */
export function fitCalibration(kind: CalibrationKind, { shares, target }: HeldOutShares): Calibration {
  const rows = target.length
  if (rows === 0 || shares.length % rows !== 0) throw new RangeError(`${shares.length} shares of ${rows} rows`)
  const outputs = shares.length / rows
  const ofOutput = Array.from({ length: outputs }, (_, k) => ({
    own: shares.subarray(k * rows, (k + 1) * rows),
    hits: target.map((label) => (label === (outputs === 1 ? 1 : k) ? 1 : 0)),
  }))
  switch (kind) {
    case 'none':
      return { kind }
    case 'platt': {
      const fits = ofOutput.map(({ own, hits }) => plattLine(own, hits))
      return {
        kind,
        slopes: Float64Array.from(fits, ({ slope }) => slope),
        intercepts: Float64Array.from(fits, ({ intercept }) => intercept),
      }
    }
    case 'temperature':
      return { kind, temperature: bestTemperature(shares, target) }
    case 'isotonic':
      return { kind, curves: ofOutput.map(({ own, hits }) => isotonicCurve(own, hits)) }
  }
}

/** A slope that would turn the order of the rows about is 0. */
function plattLine(shares: Float64Array, hits: Float64Array): { slope: number; intercept: number } {
  const fit = fitLogistic({
    rows: hits.length,
    columns: 1,
    design: shares.map(logit),
    target: hits,
    classes: 2,
    weights: null,
    penalty: PLATT_PENALTY * hits.length,
  })
  const slope = fit.coefficients[0]!
  if (slope > 0) return { slope, intercept: fit.intercepts[0]! }
  return { slope: 0, intercept: logit(hits.reduce((sum, hit) => sum + hit, 0) / hits.length) }
}

function bestTemperature(shares: Float64Array, target: Float64Array): number {
  const rows = target.length
  const outputs = shares.length / rows
  const loss = (logTemperature: number): number => {
    const heated = calibrate({ kind: 'temperature', temperature: Math.exp(logTemperature) }, shares, rows)
    let sum = 0
    for (let i = 0; i < rows; i++) {
      const share = outputs === 1 ? (target[i] === 1 ? heated[i]! : 1 - heated[i]!) : heated[target[i]! * rows + i]!
      sum -= Math.log(Math.max(Number.MIN_VALUE, share))
    }
    return sum
  }
  const [low, high] = TEMPERATURES
  return Math.exp(brentMinimum(loss, Math.log(low), Math.log(high), 1e-6))
}

/** Pools neighbours whose shares of hits fall; equal shares are one point. */
function isotonicCurve(shares: Float64Array, hits: Float64Array): IsotonicCurve {
  const order = Int32Array.from(hits.keys()).sort((a, b) => shares[a]! - shares[b]! || a - b)
  const blocks: { from: number; to: number; hits: number; rows: number }[] = []
  for (const i of order) {
    const share = shares[i]!
    const last = blocks.at(-1)
    if (last && last.to === share) {
      last.hits += hits[i]!
      last.rows++
    } else blocks.push({ from: share, to: share, hits: hits[i]!, rows: 1 })
    pool(blocks)
  }
  softenEnds(blocks)
  const at: number[] = []
  const value: number[] = []
  for (const { from, to, hits: own, rows } of blocks) {
    at.push(from, ...(to > from ? [to] : []))
    value.push(own / rows, ...(to > from ? [own / rows] : []))
  }
  return { at: Float64Array.from(at), value: Float64Array.from(value) }
}

function pool(blocks: { from: number; to: number; hits: number; rows: number }[]): void {
  while (blocks.length > 1) {
    const [before, last] = [blocks.at(-2)!, blocks.at(-1)!]
    if (before.hits * last.rows < last.hits * before.rows) return
    blocks.pop()
    blocks[blocks.length - 1] = {
      from: before.from,
      to: last.to,
      hits: before.hits + last.hits,
      rows: before.rows + last.rows,
    }
  }
}

/** The first block gets half a row that hit where it has none, and the last half a row that missed: no more than keeps the curve rising. */
function softenEnds(blocks: { hits: number; rows: number }[]): void {
  const [first, last] = [blocks[0]!, blocks.at(-1)!]
  const [second, secondLast] = [blocks[1] ?? first, blocks.at(-2) ?? last]
  const lowest = blocks.length > 1 ? second.hits / second.rows : 0.5
  const highest = blocks.length > 1 ? secondLast.hits / secondLast.rows : 0.5
  if (first.hits === 0) first.hits = Math.min(0.5, first.rows * lowest)
  if (last.hits === last.rows) last.hits = Math.max(last.rows - 0.5, last.rows * highest)
}
