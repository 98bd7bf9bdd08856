import { describe, expect, it } from 'vitest'
import { parseFormula } from '../linear/formula.ts'
import { seededGenerator } from '../random/generator.ts'
import { designRegion } from './constrained-region.ts'
import type { Constraint } from './constraint.ts'
import { criterionScore } from './criterion-score.ts'
import { designModel } from './design-model.ts'
import type { Criterion, DesignProblem } from './design-problem.ts'
import type { Factor } from './factor.ts'
import { type StructuredDesign, structuredExchange, structuredSearch } from './structured-exchange.ts'

const X: Factor = { kind: 'continuous', name: 'x', low: 0, high: 10 }
const Z: Factor = { ...X, name: 'z' }
const W: Factor = { ...X, name: 'w' }
const DAY: Factor = { kind: 'block', name: 'day', levels: ['1', '2'], sizes: [6, 6] }
const COLOUR: Factor = { kind: 'categorical', name: 'colour', levels: ['red', 'green', 'blue'] }
const HUMIDITY: Factor = { kind: 'covariate', name: 'humidity', low: 0, high: 1 }
const levels = (name: string, ...values: number[]): Factor => ({ kind: 'discrete', name, levels: values })
const component = (name: string): Factor => ({ kind: 'mixture', name, low: 0, high: 0.8, group: 'mix', total: 1 })
const QUADRATIC = '~ x + z + x:z + I(x^2) + I(z^2)'
const CORNER: Constraint = {
  kind: 'linear',
  text: 'x + z <= 12',
  coefficients: [
    { factor: 'x', coefficient: 1 },
    { factor: 'z', coefficient: 1 },
  ],
  relation: '<=',
  bound: 12,
}
const CRITERIA: Criterion[] = (['D', 'A', 'I', 'G', 'E'] as const).map((kind) => ({ kind }))

describe('structuredExchange', () => {
  // closed forms and published values
  it.each<[string, DesignProblem, number]>([
    ['E of 2³: every eigenvalue is 8', problem([X, Z, W], '~ x + z + w', 8, { criterion: { kind: 'E' } }), 8],
    ['G of 2³: p/n', problem([X, Z, W], '~ x + z + w', 8, { criterion: { kind: 'G' } }), -4 / 8],
    [
      'G of a parabola on three runs: every run is on the curve',
      problem([X], '~ x + I(x^2)', 3, { criterion: { kind: 'G' } }),
      -1,
    ],
    [
      'D of a balanced split plot, whose between-plot columns have information n/(1 + 2η)',
      problem([X, Z], '~ x + z', 8, { wholePlots: { sizes: [2, 2, 2, 2], factors: ['x'], varianceRatio: 1 } }),
      Math.log((8 / 3) ** 2 * 8),
    ],
    [
      'D of the 3² factorial, in plots of one run without variance',
      problem([X, Z], QUADRATIC, 9, { wholePlots: { sizes: Array(9).fill(1), factors: ['x'], varianceRatio: 0 } }),
      Math.log(5184),
    ],
    [
      'D with a covariate: the two lowest and the two highest rows, and x crossed with them',
      problem([X, HUMIDITY], '~ x + humidity', 4, {
        covariateRows: Float64Array.of(0, -1, 0, 0.2, 0, 1, 0, -1, 0, 0, 0, 1),
      }),
      Math.log(64),
    ],
    [
      'alias of eight runs: nothing is aliased in 2³',
      problem([X, Z, W], '~ x + z + w', 8, {
        criterion: { kind: 'alias', weight: 1, potential: columnsOf([X, Z, W], '~ 0 + x:z + x:w + z:w') },
      }),
      4 * Math.log(8),
    ],
  ])('reaches %s', (_, drawn, best) => {
    expect(bestOf(drawn, 12).score).toBeCloseTo(best, 7)
  })

  it('divides rows that are all needed evenly between blocks', () => {
    // x, humidity and the blocks are orthogonal: M = 8·I
    const day: Factor = { ...DAY, sizes: [4, 4] }
    const rows = [-1, -1, -1, -1, 1, 1, 1, 1]
    const covariateRows = Float64Array.from(rows.flatMap((humidity) => [0, humidity, 0]))
    const given = problem([X, HUMIDITY, day], '~ x + humidity', 8, { covariateRows })
    const candidates = { runs: Float64Array.from(rows.flatMap((x, i) => [x, i % 2 ? 1 : -1, 0])), repeats: false }
    const select = problem([X, Z, day], '~ x + z', 8, { criterion: { kind: 'E' }, candidates })
    const region = designRegion(given.factors, [])
    const scores = Array.from(
      { length: 8 },
      (_, seed) => structuredExchange(given, region, seededGenerator(seed), 50).score,
    )
    expect(Math.min(...scores)).toBeCloseTo(4 * Math.log(8), 9)
    expect(bestOf(select, 20).score).toBeCloseTo(8, 9)
  })

  it('uses no row twice, however often runs have exchanged theirs', () => {
    const covariateRows = Float64Array.from([-1, -0.7, -0.2, 0, 0.1, 0.4, 0.9].flatMap((row) => [0, row, 0]))
    const given = problem([X, HUMIDITY, { ...DAY, sizes: [3, 3] }], '~ x + humidity + x:humidity', 6, { covariateRows })
    const select = problem([X, Z], '~ x + z + x:z', 9, {
      candidates: { runs: grid([-1, -0.2, 0.3, 1], [-1, 0.1, 0.8]).slice(0, 22), repeats: false },
      wholePlots: { sizes: [4, 3, 2], factors: [], varianceRatio: 3 },
    })
    for (const drawn of [given, select]) {
      const region = designRegion(drawn.factors, [])
      const broken = Array.from({ length: 30 }, (_, seed) =>
        violations(drawn, structuredExchange(drawn, region, seededGenerator(seed), 50).runs),
      )
      expect(broken.flat()).toEqual([])
    }
  })

  it.each(CRITERIA)('is as good as the best of all split plots of three-level factors, by $kind', (criterion) => {
    const factors = [levels('x', 0, 1, 2), levels('z', 0, 1, 2)]
    const wholePlots = { sizes: [2, 2, 2], factors: ['x'], varianceRatio: 0.8 }
    const drawn = problem(factors, '~ x + z + x:z + I(z^2)', 6, { criterion, wholePlots })
    const region = designRegion(factors, [])
    const runs = new Float64Array(12)
    const all: number[] = []
    // neither the order of the plots nor that of the runs within one matters: 10 · 6³ designs are all
    const pairs = [-1, 0, 1].flatMap((first) =>
      [-1, 0, 1].flatMap((second) => (second < first ? [] : [[first, second]])),
    )
    for (const x0 of [-1, 0, 1]) {
      for (const x1 of [-1, 0, 1].filter((x) => x >= x0)) {
        for (const x2 of [-1, 0, 1].filter((x) => x >= x1)) {
          for (const first of pairs) {
            for (const second of pairs) {
              for (const third of pairs) {
                const z = [...first, ...second, ...third]
                z.forEach((setting, i) => {
                  runs[2 * i] = [x0, x0, x1, x1, x2, x2][i]!
                  runs[2 * i + 1] = setting
                })
                all.push(criterionScore(drawn, region, runs))
              }
            }
          }
        }
      }
    }
    expect(bestOf(drawn, 15).score).toBeCloseTo(Math.max(...all), 9)
  })

  const structures: [string, DesignProblem][] = [
    [
      'plots',
      problem([X, Z, W], '~ x + z + w + x:z', 12, {
        wholePlots: { sizes: [4, 4, 4], factors: ['x', 'w'], varianceRatio: 1 },
      }),
    ],
    ['blocks and a constraint', problem([X, Z, DAY], QUADRATIC, 12, { constraints: [CORNER] })],
    [
      'plots under a constraint',
      problem([X, Z], '~ x + z + x:z', 9, {
        constraints: [CORNER],
        wholePlots: { sizes: [3, 3, 3], factors: ['x'], varianceRatio: 2 },
      }),
    ],
    ['categories and existing runs', problem([X, COLOUR], '~ x + colour', 6, { existing: Float64Array.of(0.5, 1) })],
    ['a mixture', problem(['a', 'b', 'c'].map(component), '~ 0 + a + b + c + a:b', 7, {})],
    [
      'a mixture within plots of a hard-to-change temperature',
      problem([...['a', 'b', 'c'].map(component), X], '~ 0 + a + b + c + a:x + b:x', 8, {
        wholePlots: { sizes: [2, 2, 2, 2], factors: ['x'], varianceRatio: 1 },
      }),
    ],
    [
      'covariates in blocks',
      problem([X, HUMIDITY, { ...DAY, sizes: [3, 3] }], '~ x + humidity', 6, {
        covariateRows: Float64Array.from({ length: 24 }, (_, at) => (at % 3 === 1 ? Math.floor(at / 3) / 4 - 1 : 0)),
      }),
    ],
    [
      'candidates once only, in plots',
      problem([X, Z], '~ x + z', 6, {
        candidates: { runs: grid([-1, 0, 1], [-1, -0.5, 0, 1]), repeats: false },
        wholePlots: { sizes: [2, 2, 2], factors: ['x'], varianceRatio: 1 },
      }),
    ],
  ]
  it.each(
    structures.flatMap(([name, drawn]) =>
      CRITERIA.filter(({ kind }) => kind !== 'A').map((criterion) => ({ name, drawn, criterion })),
    ),
  )('keeps to $name by $criterion.kind, and its score is that of the definition', ({ drawn, criterion }) => {
    const asked = { ...drawn, criterion }
    const { runs, score } = bestOf(asked, 1)
    const region = designRegion(asked.factors, asked.constraints)
    const plain = criterionScore(asked, region, runs)
    expect(Math.abs(score - plain)).toBeLessThan(1e-9 * Math.max(1, Math.abs(plain)))
    expect(Number.isFinite(score)).toBe(true)
    expect(runs).toHaveLength(asked.runs * asked.factors.length)
    for (let at = 0; at < runs.length; at += asked.factors.length) expect(region.contains(runs, at)).toBe(true)
    expect(violations(asked, runs)).toEqual([])
  })

  it('says whether the last sweep that was allowed still improved', () => {
    const drawn = problem([X, Z], QUADRATIC, 8, { criterion: { kind: 'A' } })
    const region = designRegion(drawn.factors, [])
    const finished = [1, 100].map((sweeps) => structuredExchange(drawn, region, seededGenerator(5), sweeps).finished)
    expect(finished).toEqual([false, true])
  })

  it('mostly finds the best of hundreds of starts in a single one, thanks to its disturbances', () => {
    // 9.53658 is the best of 500 starts of a quadratic in three factors, two of them hard to change
    const drawn = problem([X, Z, W], '~ x + z + w + x:z + x:w + z:w + I(x^2) + I(z^2) + I(w^2)', 12, {
      wholePlots: { sizes: [2, 2, 2, 2, 2, 2], factors: ['x', 'z'], varianceRatio: 1 },
    })
    const region = designRegion(drawn.factors, [])
    const scores = Array.from(
      { length: 4 },
      (_, seed) => structuredExchange(drawn, region, seededGenerator(seed), 50).score,
    )
    expect(scores.filter((score) => score > 9.53658).length).toBeGreaterThanOrEqual(2)
  })

  it('gives the same bytes for the same generator, whatever was searched before', () => {
    const drawn = problem([X, Z], QUADRATIC, 8, { criterion: { kind: 'G' } })
    const region = designRegion(drawn.factors, [])
    const search = structuredSearch(drawn, region)
    search(seededGenerator(1), 20)
    expect(search(seededGenerator(2), 20)).toEqual(structuredExchange(drawn, region, seededGenerator(2), 20))
  })

  it('says −Infinity where the runs can not estimate the model', () => {
    const drawn = problem([X, Z], QUADRATIC, 5, { criterion: { kind: 'E' } })
    expect(bestOf(drawn, 2).score).toBe(Number.NEGATIVE_INFINITY)
  })

  it('refuses plots that no candidates can fill', () => {
    const candidates = { runs: grid([-1, 1], [-1, 1]), repeats: false }
    const wholePlots = { sizes: [3], factors: ['x'], varianceRatio: 1 }
    expect(() => bestOf(problem([X, Z], '~ x + z', 3, { candidates, wholePlots }), 1)).toThrow(
      expect.objectContaining({ code: 'design_plots_unfillable', details: { runs: 3 } }),
    )
  })
})

/** What of the structure the runs break. */
function violations({ factors, wholePlots, covariateRows, candidates }: DesignProblem, runs: Float64Array): string[] {
  const k = factors.length
  const column = (j: number) => rowsOf(runs, k).map((run) => run[j]!)
  const broken = factors.flatMap((factor, j) => {
    const settings = column(j)
    const inBlocks = factor.kind === 'block' ? factor.sizes.flatMap((size, block) => Array(size).fill(block)) : settings
    const rows = factor.kind === 'covariate' ? rowsOf(covariateRows!, k).map((row) => row[j]!) : settings
    const isHard = wholePlots?.factors.includes(factor.name)
    const plotOf = isHard ? wholePlots!.sizes.flatMap((size, plot) => Array(size).fill(plot)) : [...settings.keys()]
    return [
      ...(String(settings) === String(inBlocks) ? [] : [`${factor.name}: out of its blocks`]),
      ...(isPart(settings, rows) ? [] : [`${factor.name}: a row that is not given, or twice`]),
      ...(settings.every((setting, i) => setting === settings[plotOf.indexOf(plotOf[i])])
        ? []
        : [`${factor.name}: changes within a plot`]),
    ]
  })
  const isGiven = !candidates || isPart(rowsOf(runs, k).map(String), rowsOf(candidates.runs, k).map(String))
  return isGiven ? broken : [...broken, 'no candidate, or one twice']
}

/** Whether each of the parts is found in the whole, as often at most. */
function isPart<Item>(parts: readonly Item[], whole: readonly Item[]): boolean {
  const left = [...whole]
  return parts.every((part) => left.includes(part) && left.splice(left.indexOf(part), 1))
}

function rowsOf(runs: Float64Array, k: number): number[][] {
  return Array.from({ length: runs.length / k }, (_, i) => [...runs.subarray(i * k, (i + 1) * k)])
}

function grid(first: readonly number[], second: readonly number[]): Float64Array {
  return Float64Array.from(first.flatMap((x) => second.flatMap((z) => [x, z])))
}

function bestOf(drawn: DesignProblem, starts: number): StructuredDesign {
  const search = structuredSearch(drawn, designRegion(drawn.factors, drawn.constraints))
  const generator = seededGenerator(1)
  const found = Array.from({ length: starts }, (_, start) => search(generator.stream(start), 50))
  return found.reduce((best, design) => (design.score > best.score ? design : best))
}

function problem(
  factors: readonly Factor[],
  formula: string,
  runs: number,
  rest: Partial<DesignProblem>,
): DesignProblem {
  const columns = factors.map(({ name }) => name)
  const model = designModel(factors, parseFormula(formula, { columns, features: columns }))
  return { factors, model, criterion: { kind: 'D' }, runs, constraints: [], ...rest }
}

function columnsOf(factors: readonly Factor[], formula: string) {
  return problem(factors, formula, 0, {}).model.columns
}
