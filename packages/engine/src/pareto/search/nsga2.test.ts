import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { KNOWN_FRONTS, tradeOffProblem, unitFactors } from '../../../test/trade-off-problems.ts'
import type { Factor } from '../../design/factor.ts'
import { parseConstraints } from '../../design/parse-constraints.ts'
import { hypervolume } from '../hypervolume.ts'
import { nsga2 } from './nsga2.ts'
import type { TradeOffPopulation } from './trade-off-problem.ts'

const folder = process.env['ZEROSEC_REFERENCE_DATA']

function rowsOf({ losses, count }: TradeOffPopulation): number[][] {
  const m = losses.length / count
  return Array.from({ length: count }, (_, i) => [...losses.subarray(i * m, i * m + m)])
}

describe.skipIf(!folder)('nsga2 beside the reference, 20,000 evaluations', () => {
  const reference = folder ? readReference(folder) : {}
  it.each(Object.keys(KNOWN_FRONTS))(
    'reaches the hypervolume of %s to a hundredth, the median of three seeds',
    (name) => {
      const { ref_point: point, 20000: measured } = reference[name]!
      const volumes = [1, 2, 3].map((seed) =>
        hypervolume(rowsOf(nsga2(KNOWN_FRONTS[name]!(), { population: 100, evaluations: 20_000, seed })), point),
      )
      expect(volumes.sort((a, b) => a - b)[1]).toBeGreaterThan(0.99 * measured.hv_median)
    },
  )
})

describe('nsga2', () => {
  it('keeps to constraints on what is evaluated: the front of Srinivas & Deb lies at x = −2.5', () => {
    const factors: Factor[] = ['x', 'y'].map((name) => ({ kind: 'continuous', name, low: -20, high: 20 }))
    const problem = tradeOffProblem(
      factors,
      2,
      ([x, y]) => [(x! - 2) ** 2 + (y! - 1) ** 2 + 2, 9 * x! - (y! - 1) ** 2],
      { violationAt: ([x, y]) => Math.max(0, x! * x! + y! * y! - 225) + Math.max(0, x! - 3 * y! + 10) },
    )
    const found = nsga2(problem, { population: 60, evaluations: 6_000, seed: 1 })
    expect([...found.violations].every((violation) => violation === 0)).toBe(true)
    const off = Array.from({ length: 60 }, (_, i) => Math.abs(20 * found.runs[2 * i]! + 2.5)).sort((a, b) => a - b)
    // between neighbours on the front a run may lie off it by some tenths without being dominated
    expect(off[30]).toBeLessThan(0.5)
  })

  it('finds the front of a mixture with an inequality: along it, then on the edge between two corners', () => {
    const factors: Factor[] = ['A', 'B', 'C'].map((name) => ({
      kind: 'mixture',
      name,
      low: 0,
      high: 100,
      group: 'mix',
      total: 100,
    }))
    const corner = (to: readonly number[]) => (x: readonly number[]) => Math.hypot(...x.map((part, k) => part - to[k]!))
    const [first, second] = [corner([100, 0, 0]), corner([0, 100, 0])]
    const constraints = parseConstraints('A <= 80', factors)
    const problem = tradeOffProblem(factors, 2, (x) => [first(x), second(x)], { constraints })
    const { runs, count } = nsga2(problem, { population: 40, evaluations: 4_000, seed: 2 })
    const shares = Array.from({ length: count }, (_, i) => [...runs.subarray(3 * i, 3 * i + 3)])
    for (const [a, b, c] of shares) {
      expect(a! + b! + c!).toBeCloseTo(1, 9)
      expect(a!).toBeLessThanOrEqual(0.8 + 1e-9)
      expect(c!).toBeLessThan(0.11)
    }
    // nearest to the first corner is the middle of A = 80, from where the front goes to the edge without C
    const off = shares.map(([a, , c]) => Math.min(c!, 0.8 - a!)).sort((x, y) => x - y)
    expect(off[20]).toBeLessThan(0.03)
    expect(Math.max(...shares.map(([a]) => a!))).toBeGreaterThan(0.79)
    expect(Math.min(...shares.map(([a]) => a!))).toBeLessThan(0.01)
  })

  it('finds the whole front of levels and categories, under a condition that joins them', () => {
    const factors: Factor[] = [
      { kind: 'categorical', name: 'ligand', levels: ['A', 'B', 'C'] },
      { kind: 'discrete', name: 'temp', levels: [20, 40, 60, 80] },
    ]
    const constraints = parseConstraints('if ligand = C then temp <= 40', factors)
    // the more temp the better and the dearer; C is best, A worst, and costs nothing
    const problem = tradeOffProblem(factors, 2, ([ligand, temp]) => [-temp! - ligand!, temp! - ligand!], {
      constraints,
    })
    const { runs, count, ranks } = nsga2(problem, { population: 20, evaluations: 400, seed: 3 })
    const front = new Set<string>()
    for (let i = 0; i < count; i++)
      if (ranks[i] === 0) front.add(`${runs[2 * i]} ${Math.round(50 + 30 * runs[2 * i + 1]!)}`)
    expect(front).toEqual(new Set(['2 20', '2 40', '1 60', '1 80']))
  })

  it('gives the same for the same seed, makes no evaluation more, and tells how far it is', () => {
    const shares: number[] = []
    let evaluated = 0
    const run = (onGeneration?: (share: number) => void) =>
      nsga2(
        tradeOffProblem(unitFactors(3), 2, ([x, y, z]) => {
          evaluated++
          return [x!, (1 - x!) ** 2 + y! + z!]
        }),
        { population: 10, evaluations: 105, seed: 5, ...(onGeneration && { onGeneration }) },
      )
    const first = run((share) => shares.push(share))
    expect([evaluated, first.evaluations]).toEqual([105, 105])
    expect(shares.at(-1)).toBe(1)
    expect(run()).toEqual(first)
  })

  it('gives the least violation where nothing is allowed', () => {
    const problem = tradeOffProblem(unitFactors(2), 2, ([x, y]) => [x!, y!], { violationAt: ([x]) => 1 + x! })
    const { violations } = nsga2(problem, { population: 12, evaluations: 480, seed: 1 })
    expect(Math.min(...violations)).toBeLessThan(1.01)
  })

  it('refuses a population of less than four', () => {
    const problem = tradeOffProblem(unitFactors(1), 1, (x) => x)
    expect(() => nsga2(problem, { population: 3, evaluations: 9, seed: 1 })).toThrow(RangeError)
  })
})

interface Measured {
  readonly ref_point: readonly number[]
  readonly 20000: { readonly hv_median: number }
}

function readReference(path: string): Readonly<Record<string, Measured>> {
  const text = readFileSync(join(path, 'reference', 'reference.json'), 'utf8')
  const { multiobjective } = JSON.parse(text) as {
    multiobjective: { nsga2_pymoo_0_6_2_measured: Readonly<Record<string, Measured>> }
  }
  return multiobjective.nsga2_pymoo_0_6_2_measured
}
