import { describe, expect, it } from 'vitest'
import {
  type Game,
  interventionalGame,
  pathDependentGame,
  shapleyInteractions,
  shapleyValues,
} from '../../test/brute-force-shapley.ts'
import { ensembleOf, plainPrediction, randomEnsemble, randomRows } from '../../test/random-ensemble.ts'
import { type FeatureMatrix, numericMatrix } from '../features/feature-matrix.ts'
import { seededGenerator } from '../random/generator.ts'
import type { TreeEnsemble } from '../trees/tree-ensemble.ts'
import { shapOfOutput } from './shap-values.ts'
import { type ShapKind, treeShap, treeShapInteractions } from './tree-shap.ts'

interface Case {
  readonly name: string
  readonly ensemble: TreeEnsemble
  readonly matrix: FeatureMatrix
  readonly options: ShapKind
  readonly game: (row: number, output: number) => Game
}

function cases(): Case[] {
  const shapes = [
    { seed: 1, levels: [0, 0, 0], leaves: 6, outputs: 1 },
    { seed: 2, levels: [0, 0], leaves: 12, outputs: 1 },
    { seed: 3, levels: [3, 0, 40, 0, 0], leaves: 20, outputs: 1 },
    { seed: 4, levels: [0, 4, 0, 0, 0, 0, 2], leaves: 15, outputs: 3 },
    { seed: 5, levels: [0], leaves: 5, outputs: 1 },
  ]
  return shapes.flatMap(({ seed, levels, leaves, outputs }) => {
    const generator = seededGenerator(seed)
    const ensemble = randomEnsemble(generator, levels, { trees: 3, leaves, outputs })
    const matrix = randomRows(generator, levels, 12)
    const background = randomRows(generator, levels, 9)
    const rowOf = (i: number) => matrix.columns.map((column) => column[i]!)
    const words = `${levels.length} features, levels ${levels.join(' ')}, ${leaves} leaves, ${outputs} outputs`
    return [
      {
        name: `path-dependent, ${words}`,
        ensemble,
        matrix,
        options: { kind: 'path_dependent' } as const,
        game: (row: number, output: number) => pathDependentGame(ensemble, output, rowOf(row)),
      },
      {
        name: `interventional, ${words}`,
        ensemble,
        matrix,
        options: { kind: 'interventional', background } as const,
        game: (row: number, output: number) =>
          interventionalGame(
            (rows) => plainPrediction(ensemble, rows).subarray(output * rows.rows, (output + 1) * rows.rows),
            background,
            rowOf(row),
          ),
      },
    ]
  })
}

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>): void {
  expect(actual.length).toBe(expected.length)
  for (let i = 0; i < actual.length; i++) {
    expect(Math.abs(actual[i]! - expected[i]!), `entry ${i}: ${actual[i]} for ${expected[i]}`).toBeLessThan(1e-12)
  }
}

describe('treeShap', () => {
  it.each(cases())('is Shapley’s formula over all coalitions: $name', ({ ensemble, matrix, options, game }) => {
    const shap = treeShap(ensemble, matrix, options)
    const p = ensemble.features
    for (let k = 0; k < ensemble.outputs; k++) {
      const values = shapOfOutput(shap, k)
      for (let i = 0; i < matrix.rows; i++) {
        expectClose(values.subarray(i * p, (i + 1) * p), shapleyValues(game(i, k), p))
        expectClose([shap.base[k]!], [game(i, k)(0)])
      }
    }
  })

  it.each(cases())('sums to the prediction: $name', ({ ensemble, matrix, options }) => {
    const { values, base, features: p } = treeShap(ensemble, matrix, options)
    const sums = plainPrediction(ensemble, matrix).map((_, at) =>
      values.subarray(at * p, (at + 1) * p).reduce((sum, value) => sum + value, base[Math.floor(at / matrix.rows)]!),
    )
    expectClose(sums, plainPrediction(ensemble, matrix))
  })

  it.each(cases())('gives the same bytes in parts: $name', ({ ensemble, matrix, options }) => {
    const whole = treeShap(ensemble, matrix, options)
    const parts = [
      [0, 5],
      [5, 6],
      [6, 6],
      [6, 12],
    ].map(([from, to]) => treeShap(ensemble, matrix, { ...options, from: from!, to: to! }))
    for (let k = 0; k < ensemble.outputs; k++) {
      expect(parts.flatMap((part) => [...shapOfOutput(part, k)])).toEqual([...shapOfOutput(whole, k)])
    }
    for (const part of parts) expect(part.base).toEqual(whole.base)
  })

  it('gives nothing to a feature that no split asks for', () => {
    const generator = seededGenerator(6)
    const used = randomEnsemble(generator, [0, 0, 0], { leaves: 9 })
    const ensemble = { ...used, features: 4, levels: new Int32Array(4) }
    const matrix = randomRows(generator, [0, 0, 0, 0], 10)
    for (const options of [{ kind: 'path_dependent' }, { kind: 'interventional', background: matrix }] as const) {
      const { values } = treeShap(ensemble, matrix, options)
      expect(values.filter((_, at) => at % 4 === 3)).toEqual(new Float64Array(10))
    }
  })

  it('gives the same to features that play the same part', () => {
    const split = (feature: number, low: number, high: number) =>
      ({ feature, threshold: 0, left: { value: low, cover: 3 }, right: { value: high, cover: 3 } }) as const
    const and = (first: number, second: number) =>
      ({ feature: first, threshold: 0, left: split(second, 0, 0), right: split(second, 0, 1) }) as const
    const ensemble = ensembleOf([and(0, 1), and(1, 0)], [0, 0])
    const matrix = numericMatrix([Float64Array.of(1, 1, -1), Float64Array.of(1, -1, -1)])
    const { values } = treeShap(ensemble, matrix, { kind: 'path_dependent' })
    expectClose([...values.subarray(0, 2), ...values.subarray(4)], [0.75, 0.75, -0.25, -0.25])
  })

  it('passes over branches that no training row reached', () => {
    const ensemble = ensembleOf(
      [
        {
          feature: 0,
          threshold: 0,
          left: { feature: 1, threshold: 0, left: { value: 1, cover: 0 }, right: { value: 2, cover: 0 } },
          right: { feature: 0, threshold: 1, left: { value: 4, cover: 0 }, right: { value: 8, cover: 5 } },
        },
      ],
      [0, 0],
      { baseScore: [0] },
    )
    const matrix = numericMatrix([Float64Array.of(-1, 0.5, 2), Float64Array.of(-1, 0, 1)])
    const { values, base } = treeShap(ensemble, matrix, { kind: 'path_dependent' })
    expect(base).toEqual(Float64Array.of(8))
    expectClose(values, [-6.75, -0.25, -4, 0, 0, 0])
  })

  it('stays exact on a path of forty features', () => {
    const chain = (feature: number): Parameters<typeof ensembleOf>[0][number] =>
      feature === 40
        ? { value: 1000, cover: 2 }
        : { feature, threshold: 0, left: { value: feature % 3, cover: 3 }, right: chain(feature + 1) }
    const ensemble = ensembleOf([chain(0)], Array<number>(40).fill(0))
    const matrix = numericMatrix(Array.from({ length: 40 }, (_, j) => Float64Array.of(1, j < 20 ? 1 : -1, -1)))
    const { values, base } = treeShap(ensemble, matrix, { kind: 'path_dependent' })
    const sums = [0, 1, 2].map((i) => values.subarray(i * 40, (i + 1) * 40).reduce((a, b) => a + b, base[0]!))
    for (const [i, sum] of sums.entries()) expect(sum).toBeCloseTo(plainPrediction(ensemble, matrix)[i]!, 10)
  })

  it.each([
    [{ from: 3, to: 2 }, 'rows 3 to 2 are not rows of 5'],
    [{ from: 0, to: 6 }, 'rows 0 to 6 are not rows of 5'],
    [{ kind: 'interventional', background: numericMatrix([new Float64Array(2)]) }, 'know 2 features, got 1'],
    [{ kind: 'interventional', background: randomRows(seededGenerator(1), [0, 0], 0) }, 'one row at least'],
  ] as const)('refuses %o', (options, message) => {
    const generator = seededGenerator(1)
    const ensemble = randomEnsemble(generator, [0, 0])
    const run = () => treeShap(ensemble, randomRows(generator, [0, 0], 5), { kind: 'path_dependent', ...options })
    expect(run).toThrow(RangeError)
    expect(run).toThrow(message)
  })
})

describe('treeShapInteractions', () => {
  it.each(cases())('is the interaction index over all coalitions: $name', ({ ensemble, matrix, options, game }) => {
    const { interactions, values } = treeShapInteractions(ensemble, matrix, options)
    const p = ensemble.features
    expect(values).toEqual(treeShap(ensemble, matrix, options).values)
    for (let at = 0; at < ensemble.outputs * matrix.rows; at++) {
      const [k, i] = [Math.floor(at / matrix.rows), at % matrix.rows]
      expectClose(interactions.subarray(at * p * p, (at + 1) * p * p), shapleyInteractions(game(i, k), p))
    }
  })

  it('is symmetric to the bit, and its rows sum to the SHAP values', () => {
    const { ensemble, matrix, options } = cases()[6]!
    const { interactions, values, features: p } = treeShapInteractions(ensemble, matrix, options)
    values.forEach((value, at) => {
      const row = Math.floor(at / p)
      const line = interactions.subarray(at * p, (at + 1) * p)
      expectClose([line.reduce((a, b) => a + b)], [value])
      line.forEach((pair, j) => expect(pair).toBe(interactions[(row * p + j) * p + (at % p)]))
    })
  })
})
