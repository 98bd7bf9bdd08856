import { describe, expect, it } from 'vitest'
import { plainLoss } from '../../test/plain-derivatives.ts'
import { seededGenerator } from '../random/generator.ts'
import type { Loss } from './loss.ts'
import { lossFunction } from './loss-function.ts'

interface Case {
  readonly name: string
  readonly loss: Loss
  /** Hessians are the second derivative times this; null: they are 1 throughout. */
  readonly factor: number | null
}

const CASES: readonly Case[] = [
  { name: 'squared', loss: { kind: 'squared' }, factor: 1 },
  { name: 'absolute', loss: { kind: 'absolute' }, factor: null },
  { name: 'huber', loss: { kind: 'huber', delta: 0.8 }, factor: null },
  { name: 'quantile', loss: { kind: 'quantile', level: 0.3 }, factor: null },
  { name: 'poisson', loss: { kind: 'poisson' }, factor: Math.exp(0.7) },
  { name: 'tweedie', loss: { kind: 'tweedie', power: 1.3 }, factor: 1 },
  { name: 'logistic', loss: { kind: 'logistic' }, factor: 1 },
  { name: 'softmax of 3', loss: { kind: 'softmax', classes: 3 }, factor: 3 / 2 },
  { name: 'softmax of 2', loss: { kind: 'softmax', classes: 2 }, factor: 2 },
]

/** Targets that the loss can have, scores away from its kinks, and weights. */
function sampleOf(loss: Loss, rows: number, seed: number) {
  const generator = seededGenerator(seed)
  const { outputs } = lossFunction(loss)
  const target = Float64Array.from({ length: rows }, () => {
    if (loss.kind === 'logistic') return generator.integer(2)
    if (loss.kind === 'softmax') return generator.integer(loss.classes)
    if (loss.kind === 'poisson' || loss.kind === 'tweedie') return generator.integer(7)
    return 2 * generator.normal() + (generator.integer(5) === 0 ? 9 : 0)
  })
  const scores = Float64Array.from({ length: outputs * rows }, () => 1.5 * generator.normal())
  const weights = Float64Array.from({ length: rows }, () => 0.1 + 3 * generator.uniform())
  return { outputs, target, scores, weights }
}

const STEP = 1e-4

function totalLoss(loss: Loss, scores: readonly number[], target: Float64Array, weights: Float64Array | null): number {
  return target.reduce((sum, value, i) => sum + (weights ? weights[i]! : 1) * plainLoss(loss, scores, value), 0)
}

describe('lossFunction', () => {
  it.each(CASES)('has the gradient and hessian of finite differences: $name', ({ loss, factor }) => {
    const { outputs, target, scores } = sampleOf(loss, 60, 1)
    const n = target.length
    const gradients = new Float32Array(2 * n)
    for (let k = 0; k < outputs; k++) {
      lossFunction(loss).gradients(k, scores, target, gradients)
      for (let i = 0; i < n; i++) {
        const moved = (by: number) => {
          const own = Array.from({ length: outputs }, (_, c) => scores[c * n + i]! + (c === k ? by : 0))
          return plainLoss(loss, own, target[i]!)
        }
        const slope = (moved(STEP) - moved(-STEP)) / (2 * STEP)
        const curve = (moved(STEP) - 2 * moved(0) + moved(-STEP)) / STEP ** 2
        expect(Math.abs(gradients[2 * i]! - slope)).toBeLessThan(1e-5 * (1 + Math.abs(slope)))
        const hessian = factor === null ? 1 : factor * curve
        expect(Math.abs(gradients[2 * i + 1]! - hessian)).toBeLessThan(1e-5 * (1 + hessian))
      }
    }
  })

  const starts = CASES.flatMap((each) => [
    { ...each, isWeighted: false },
    { ...each, isWeighted: true },
  ]).filter(({ loss, isWeighted }) => loss.kind !== 'quantile' || isWeighted)

  it.each(starts)(
    'starts from the constant with the least loss: $name, weighted $isWeighted',
    ({ loss, isWeighted }) => {
      const { outputs, target, weights } = sampleOf(loss, 41, 2)
      const given = isWeighted ? weights : null
      const start = Array.from(lossFunction(loss).initialScores(target, given))
      expect(start).toHaveLength(outputs)
      const least = totalLoss(loss, start, target, given)
      for (let k = 0; k < outputs; k++) {
        for (const by of [-3, -1, -0.1, -0.01, -1e-4, 1e-4, 0.01, 0.1, 1, 3]) {
          const moved = start.map((score, c) => score + (c === k ? by : 0))
          expect(totalLoss(loss, moved, target, given)).toBeGreaterThanOrEqual(least - 1e-10)
        }
      }
    },
  )

  const renewing = starts.filter(({ loss }) => ['absolute', 'huber', 'quantile'].includes(loss.kind))

  it.each(renewing)(
    'renews a leaf by the constant with the least loss: $name, weighted $isWeighted',
    ({ loss, isWeighted }) => {
      for (let rows = 1; rows < 30; rows++) {
        const { target: residuals, weights } = sampleOf(loss, rows, 100 + rows)
        const given = isWeighted ? weights : null
        const value = lossFunction(loss).renewLeaf!(residuals, given)
        const least = totalLoss(loss, [value], residuals, given)
        for (const other of [...residuals, value - 1e-3, value + 1e-3]) {
          expect(totalLoss(loss, [other], residuals, given)).toBeGreaterThanOrEqual(least - 1e-10)
        }
      }
    },
  )

  it('renews no leaf where the Newton step is the best constant', () => {
    for (const kind of ['squared', 'poisson', 'logistic'] as const) {
      expect(lossFunction({ kind }).renewLeaf).toBeUndefined()
    }
  })

  it.each(CASES)('counts rows by Σ hessian only where it says so: $name', ({ loss }) => {
    const { outputs, target, scores } = sampleOf(loss, 50, 3)
    const gradients = new Float32Array(100)
    const { hasUnitHessian } = lossFunction(loss)
    const hessians = Array.from({ length: outputs }, (_, k) => {
      lossFunction(loss).gradients(k, scores, target, gradients)
      return gradients.filter((_value, at) => at % 2 === 1)
    }).flatMap((own) => [...own])
    expect(hessians.every((hessian) => hessian === 1)).toBe(hasUnitHessian)
    expect(hessians.every((hessian) => hessian > 0)).toBe(true)
  })

  it.each(['logistic', 'softmax'] as const)(
    'stays finite where a %s score runs away, or a class has no row',
    (kind) => {
      const loss: Loss = kind === 'logistic' ? { kind } : { kind, classes: 3 }
      const target = Float64Array.of(0, 1, 1, 0)
      const scores = Float64Array.of(900, -900, 900, -900, 0, 0, 0, 0, -900, 900, 0, 1)
      const gradients = new Float32Array(8)
      for (let k = 0; k < lossFunction(loss).outputs; k++) {
        lossFunction(loss).gradients(k, scores, target, gradients)
        expect(gradients.every((value, at) => Number.isFinite(value) && (at % 2 === 0 || value > 0))).toBe(true)
      }
      expect(lossFunction(loss).initialScores(Float64Array.of(1, 1), null).every(Number.isFinite)).toBe(true)
    },
  )

  it.each<Loss>([
    { kind: 'huber', delta: 0 },
    { kind: 'huber', delta: Number.NaN },
    { kind: 'quantile', level: 0 },
    { kind: 'quantile', level: 1 },
    { kind: 'tweedie', power: 1 },
    { kind: 'tweedie', power: 2 },
    { kind: 'softmax', classes: 1 },
    { kind: 'softmax', classes: 2.5 },
  ])('refuses %o', (loss) => {
    expect(() => lossFunction(loss)).toThrow(RangeError)
  })
})
