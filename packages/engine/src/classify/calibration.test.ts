import { describe, expect, it } from 'vitest'
import { logLoss } from '../metrics/probability-scores.ts'
import { seededGenerator } from '../random/generator.ts'
import { calibrate } from './calibration.ts'
import { classShares } from './class-shares.ts'
import { chooseCalibration } from './cross-calibration.ts'
import { CALIBRATION_KINDS, fitCalibration } from './fit-calibration.ts'

const N = 600

/** Shares that are too sure: the true log odds are half of what they say. */
function tooSure(seed: number) {
  const generator = seededGenerator(seed)
  const logits = Float64Array.from({ length: N }, () => 4 * generator.normal())
  const shares = logits.map((value) => 1 / (1 + Math.exp(-value)))
  const target = logits.map((value) => (generator.uniform() < 1 / (1 + Math.exp(-value / 2)) ? 1 : 0))
  return { shares, target }
}

function tooSureOfThree() {
  const generator = seededGenerator(8)
  const shares = new Float64Array(3 * N)
  const target = new Float64Array(N)
  for (let i = 0; i < N; i++) {
    const scores = [0, 1, 2].map(() => 3 * generator.normal())
    const truth = scores.map((score) => Math.exp(score / 3))
    const said = scores.map(Math.exp)
    const draw = generator.uniform() * (truth[0]! + truth[1]! + truth[2]!)
    target[i] = draw < truth[0]! ? 0 : draw < truth[0]! + truth[1]! ? 1 : 2
    for (let k = 0; k < 3; k++) shares[k * N + i] = said[k]! / (said[0]! + said[1]! + said[2]!)
  }
  return { shares, target }
}

const folds = Array.from({ length: 5 }, (_, fold) => ({
  validation: Int32Array.from({ length: N }, (_row, i) => i).filter((i) => i % 5 === fold),
}))

describe('fitCalibration', () => {
  it('finds the temperature that the shares were heated by', () => {
    const fitted = fitCalibration('temperature', tooSure(1))
    expect(fitted.kind === 'temperature' && fitted.temperature).toBeCloseTo(2, 0)
    const ofThree = fitCalibration('temperature', tooSureOfThree())
    expect(ofThree.kind === 'temperature' && Math.abs(ofThree.temperature - 3)).toBeLessThan(0.4)
  })

  it('finds the slope and intercept of Platt', () => {
    const fitted = fitCalibration('platt', tooSure(2))
    expect(fitted.kind === 'platt' && Math.abs(fitted.slopes[0]! - 0.5)).toBeLessThan(0.08)
    expect(fitted.kind === 'platt' && Math.abs(fitted.intercepts[0]!)).toBeLessThan(0.25)
  })

  it.each(['platt', 'temperature', 'isotonic'] as const)('makes new shares better by %s', (kind) => {
    const [known, fresh] = [tooSure(3), tooSure(4)]
    const after = calibrate(fitCalibration(kind, known), fresh.shares, N)
    const lossOf = (shares: Float64Array) => logLoss(fresh.target, classShares(shares, N), 2)
    expect(lossOf(after)).toBeLessThan(lossOf(fresh.shares) - 0.02)
  })

  it('pools neighbours into a curve that does not fall, and keeps off 0 and 1', () => {
    const shares = Float64Array.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6)
    const target = Float64Array.of(0, 1, 0, 1, 1, 1)
    const fitted = fitCalibration('isotonic', { shares, target })
    const after = calibrate(fitted, shares, 6)
    expect([...after].map((share) => Number(share.toFixed(3)))).toEqual([0.5, 0.5, 0.5, 0.833, 0.833, 0.833])
    expect([...calibrate(fitted, Float64Array.of(0, 0.35, 1), 3)].map((share) => Number(share.toFixed(3)))).toEqual([
      0.5, 0.667, 0.833,
    ])
  })

  it.each(CALIBRATION_KINDS)('keeps shares of several classes whole: %s', (kind) => {
    const heldOut = tooSureOfThree()
    const after = calibrate(fitCalibration(kind, heldOut), heldOut.shares, N)
    for (let i = 0; i < N; i++) expect(after[i]! + after[N + i]! + after[2 * N + i]!).toBeCloseTo(1, 12)
  })

  it('does not turn shares around that tell the wrong way', () => {
    const { shares, target } = tooSure(5)
    const fitted = fitCalibration('platt', { shares: shares.map((share) => 1 - share), target })
    expect(fitted.kind === 'platt' && fitted.slopes[0]).toBe(0)
  })
})

describe('chooseCalibration', () => {
  it('corrects shares that are too sure', () => {
    const { kind, scores } = chooseCalibration(tooSure(6), folds)
    expect(kind).not.toBe('none')
    expect(scores[kind]).toBeLessThan(scores.none!)
  })

  it('leaves good shares as they are', () => {
    const generator = seededGenerator(7)
    const shares = Float64Array.from({ length: N }, () => generator.uniform())
    const target = shares.map((share) => (generator.uniform() < share ? 1 : 0))
    expect(chooseCalibration({ shares, target }, folds).kind).toBe('none')
  })

  it('corrects each row by what other folds tell', () => {
    const heldOut = tooSure(6)
    const { shares } = chooseCalibration(heldOut, folds, ['isotonic'])
    const flipped = heldOut.target.map((label, i) => (i % 5 === 0 ? 1 - label : label))
    const again = chooseCalibration({ ...heldOut, target: flipped }, folds, ['isotonic'])
    for (let i = 0; i < N; i += 5) expect(again.shares[i]).toBe(shares[i])
    expect(again.shares).not.toEqual(shares)
  })
})
