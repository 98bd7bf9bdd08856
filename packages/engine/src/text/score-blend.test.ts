import { describe, expect, it } from 'vitest'
import { seededGenerator } from '../random/generator.ts'
import { blended, blendScores } from './score-blend.ts'

/** Logits, and classes drawn by them. */
function drawn(rows: number, seed: number) {
  const draw = seededGenerator(seed)
  const logits = Float64Array.from({ length: rows }, () => 2 * draw.normal())
  const target = Int32Array.from(logits, (logit) => Number(draw.uniform() < 1 / (1 + Math.exp(-logit))))
  return { logits, target, draw }
}

describe('blendScores', () => {
  it('finds the scale and the shift of true logits', () => {
    const { logits, target } = drawn(4000, 1)
    const { weights, intercepts } = blendScores([logits.map((logit) => 3 * logit + 1)], target, 2)
    expect(weights[0]).toBeCloseTo(1 / 3, 1)
    expect(intercepts[0]).toBeCloseTo(-1 / 3, 1)
  })

  it('gives a model that tells nothing, or the contrary, no weight to speak of', () => {
    const { logits, target, draw } = drawn(4000, 2)
    const noise = logits.map(() => draw.normal())
    expect(blendScores([logits, noise], target, 2).weights[1]).toBeLessThan(0.1)
    // nothing is left that it could correct but the first's own scale
    const { weights } = blendScores(
      [logits.map((logit) => logit / 2), target.map((k) => 1 - 2 * k)].map((s) => Float64Array.from(s)),
      target,
      2,
    )
    expect(weights[0]).toBeCloseTo(2, 0)
    expect(weights[1]).toBe(0)
  })

  it('shares alike between models that say the same', () => {
    const { logits, target } = drawn(2000, 3)
    const { weights } = blendScores([logits, logits], target, 2)
    expect(weights[0]).toBeCloseTo(weights[1]!, 8)
  })

  it('stays finite where scores are perfect', () => {
    const target = Int32Array.from({ length: 50 }, (_, i) => i % 2)
    const { weights } = blendScores([Float64Array.from(target, (k) => 5 * (2 * k - 1))], target, 2)
    expect(weights[0]).toBeGreaterThan(0.5)
    expect(weights[0]).toBeLessThan(5)
  })

  it('sees two classes as two of a softmax', () => {
    const { logits, target } = drawn(300, 4)
    const both = blendScores([logits], target, 2)
    const row = blended([logits], both)
    // a class that never occurs and never scores has hardly a say
    const zeros = new Float64Array(600)
    const three = blendScores(
      [Float64Array.of(...zeros.subarray(300), ...logits, ...zeros.fill(-30, 0, 300).subarray(0, 300))],
      target,
      3,
    )
    expect(three.weights[0]).toBeCloseTo(both.weights[0]!, 2)
    expect(row.length).toBe(300)
  })

  it('ends where no change of a weight or an intercept lowers the loss', () => {
    const { logits, target, draw } = drawn(500, 5)
    const other = logits.map((logit) => logit + draw.normal())
    const blend = blendScores([logits, other], target, 2)
    const loss = (weights: readonly number[], intercept: number) => {
      const scores = blended([logits, other], {
        weights: Float64Array.from(weights),
        intercepts: Float64Array.of(intercept),
      })
      const prior = [...weights.map((weight) => weight - 0.5), intercept].reduce((sum, x) => sum + (x * x) / 2, 0)
      return scores.reduce((sum, score, i) => sum + Math.log1p(Math.exp(target[i] === 1 ? -score : score)), prior)
    }
    const [a, b] = blend.weights
    const [shift] = blend.intercepts
    const least = loss([a!, b!], shift!)
    for (const step of [-1e-3, 1e-3]) {
      expect(loss([a! + step, b!], shift!)).toBeGreaterThan(least)
      expect(loss([a!, b! + step], shift!)).toBeGreaterThan(least)
      expect(loss([a!, b!], shift! + step)).toBeGreaterThan(least)
    }
  })
})
