import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { averagePrecision, rocAuc } from '../metrics/probability-scores.ts'
import { calibrationError, precisionRecallCurve, reliabilityBins, rocCurve } from './curves.ts'

const { curves: reference } = JSON.parse(
  readFileSync(new URL('../../reference/classification.json', import.meta.url), 'utf8'),
) as { curves: { scores: number[]; roc: Points; precisionRecall: Points } }
interface Points {
  readonly x: readonly number[]
  readonly y: readonly number[]
}

const N = 60
const scattered = (k: number) => Array.from({ length: N }, (_, i) => (((i + 1) * Math.sqrt(k)) % 1) - 0.5)
const [a, b, noise] = [2, 3, 7].map(scattered)
const classes = a!.map((value, i) => (value + 0.5 * b![i]! + 0.6 * noise![i]! > 0 ? 1 : 0))
const scores = Float64Array.from(reference.scores)

describe('curves over thresholds', () => {
  it('are those of scikit-learn, ties included', () => {
    const roc = rocCurve(classes, scores)
    expect([...roc.x]).toEqual(reference.roc.x)
    expect([...roc.y]).toEqual(reference.roc.y)
    const pr = precisionRecallCurve(classes, scores)
    expect([...pr.x]).toEqual(reference.precisionRecall.x)
    expect([...pr.y]).toEqual(reference.precisionRecall.y)
  })

  it('enclose the areas that the scores tell', () => {
    const { x, y } = rocCurve(classes, scores)
    const area = x.reduce((sum, value, i) => (i === 0 ? 0 : sum + ((value - x[i - 1]!) * (y[i]! + y[i - 1]!)) / 2), 0)
    expect(area).toBeCloseTo(rocAuc(classes, scores)!, 12)
    const pr = precisionRecallCurve(classes, scores)
    const average = pr.x.reduce((sum, value, i) => (i === 0 ? 0 : sum + (value - pr.x[i - 1]!) * pr.y[i]!), 0)
    expect(average).toBeCloseTo(averagePrecision(classes, scores)!, 12)
  })

  it('need rows of both classes', () => {
    expect(() => rocCurve([1, 1], Float64Array.of(0, 1))).toThrow(RangeError)
    expect(() => precisionRecallCurve([0, 0], Float64Array.of(0, 1))).toThrow(RangeError)
  })
})

describe('reliabilityBins', () => {
  it('hold every row once, with what was said and what came true', () => {
    const shares = Float64Array.from({ length: 100 }, (_, i) => i / 100)
    const hits = Array.from({ length: 100 }, (_, i) => (i % 2 === 0 ? 1 : 0))
    const bins = reliabilityBins(shares, hits, 10)
    expect(bins.map(({ rows }) => rows)).toEqual(Array.from({ length: 10 }, () => 10))
    expect(bins[0]).toMatchObject({ meanShare: expect.closeTo(0.045, 12), observed: 0.5 })
    expect(bins[0]!.low).toBeLessThan(0.5)
    expect(bins[0]!.high).toBeGreaterThan(0.5)
    expect(calibrationError(bins)).toBeCloseTo(0.25, 10)
  })

  it('keep equal shares together', () => {
    const bins = reliabilityBins(new Float64Array(30).fill(0.3), new Uint8Array(30).fill(1))
    expect(bins).toHaveLength(1)
    expect(bins[0]).toMatchObject({ rows: 30, observed: 1 })
  })
})
