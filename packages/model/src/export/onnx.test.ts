import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type FeatureMatrix, fitGaussianProcess, fitNeighbours, fitTransform, type Predictor } from '@zerosec/engine'
import { describe, expect, it } from 'vitest'
import { describeWithPython, runPython } from '../../../../test/python.ts'
import { expectedOf, ROWS, rowOf, TREE_CASES } from '../../test/export-cases.ts'
import { evaluateOnnx } from '../../test/onnx-evaluator.ts'
import { readOnnx } from '../../test/onnx-reader.ts'
import { bareMember, INPUTS, sampleData, sampleModel, samplePredictor } from '../../test/sample-models.ts'
import type { Model } from '../model.ts'
import { exportOnnx } from './onnx.ts'

/** Numbers are there, some categories are not. */
const full = sampleData(60, 3, 0).matrix
const WITHOUT_GAPS: FeatureMatrix = {
  ...full,
  columns: full.columns.map((column, j) => (j === 2 ? column.map((code, i) => (i % 7 ? code : Number.NaN)) : column)),
}
const FEW_ROWS: FeatureMatrix = { ...ROWS, rows: 120, columns: ROWS.columns.map((column) => column.slice(0, 120)) }

const FILL = Float64Array.of(5, 0.5, 3, 1)
const filled = (predictor: Predictor): Predictor => ({ kind: 'filled', fill: FILL, predictor })
const { target } = sampleData(60, 2, 0)
const transforms = (['log', 'sqrt', 'box_cox', 'yeo_johnson'] as const).flatMap((kind) => {
  const transform = fitTransform(kind, target)
  const powers = kind === 'log' || kind === 'sqrt' ? [1] : [transform.lambda, 0, 2, -0.5]
  // ends that some rows reach, and those of the fit
  return powers.flatMap((lambda) => [
    { ...transform, lambda },
    { ...transform, lambda, low: 3, high: 9 },
  ])
})

const limits = transforms.map((transform): Predictor => {
  // from far below what the transform can give to far above
  const piece = { kind: 'power', feature: 0, power: 1, center: 5, scale: 0.2 } as const
  const linear = { intercept: 2, coefficients: Float64Array.of(1), columns: [[piece]] }
  return { kind: 'transformed', transform, predictor: { kind: 'linear', linear } }
})
const expressible = [
  TREE_CASES[0]![1].predictor,
  samplePredictor(),
  ...(['gaussian_process', 'linear', 'neighbours'] as const).map((kind) => filled(bareMember(kind))),
]

function evaluated(model: Model, matrix: FeatureMatrix) {
  const values = Array.from({ length: matrix.rows }, (_, i) => rowOf(matrix, i)).flat()
  const read = readOnnx(exportOnnx(model))
  return evaluateOnnx(read, { element: 'double', dims: [matrix.rows, matrix.columns.length], values })
}

function expectEqual(model: Model, matrix: FeatureMatrix, digits: number): void {
  const [expected] = expectedOf(model, matrix)
  const found = evaluated(model, matrix).get('prediction')!.values
  expected!.forEach((value, i) => {
    if (Number.isNaN(value)) expect(found[i]).toBeNaN()
    else expect(Math.abs(Number(found[i]) - value) / Math.max(1, Math.abs(value))).toBeLessThan(10 ** -digits)
  })
}

describe('exportOnnx, evaluated by the definitions of its operators', () => {
  it.each(TREE_CASES.filter(([, model]) => model.target.classes === undefined))(
    '%s: predicts what we do',
    (_, model) => {
      expectEqual(model, FEW_ROWS, 7)
    },
  )

  it.each(TREE_CASES.filter(([, model]) => model.target.classes !== undefined))(
    '%s: gives our shares, and the class with the largest',
    (_, model) => {
      const classes = model.target.classes!
      const scores = expectedOf(model, FEW_ROWS)
      const found = evaluated(model, FEW_ROWS)
      for (let i = 0; i < FEW_ROWS.rows; i++) {
        const second = scores[0]![i]!
        const shares = scores.length === 1 ? [1 - second, second] : scores.map((values) => values[i]!)
        const row = found.get('shares')!.values.slice(i * classes.length, (i + 1) * classes.length)
        shares.forEach((share, k) => expect(row[k]).toBeCloseTo(share, 6))
        expect(found.get('class')!.values[i]).toBe(classes[shares.indexOf(Math.max(...shares))])
      }
    },
  )

  it.each([
    ['a linear model', bareMember('linear')],
    ['a linear model with filled cells', filled(bareMember('linear'))],
    ['a linear model without columns', linearOf([])],
    ['a linear model of products of unequal length', linearOf([[0], [0, 1], [2, 0, 3], []])],
  ] as const)('%s: to 1e-12, NaN where a cell is missing', (_, predictor) => {
    expectEqual(sampleModel(predictor), FEW_ROWS, 12)
  })

  it.each(['rbf', 'matern32', 'matern52'] as const)('a Gaussian process with the kernel %s: to 1e-12', (kernel) => {
    const process = { ...fitGaussianProcess(full, sampleData(60, 3, 0).target, { starts: 1 }), kernel }
    for (const linearVariance of [0, 0.3]) {
      const predictor = { kind: 'gaussian_process', process: { ...process, linearVariance } } as const
      expectEqual(sampleModel(predictor), WITHOUT_GAPS, 12)
      expectEqual(sampleModel(filled(predictor)), FEW_ROWS, 12)
    }
  })

  it.each(['uniform', 'inverse_distance'] as const)(
    'nearest neighbours with %s weights, ties and rows of the training: to 1e-12',
    (weighting) => {
      // few different values, so that many rows are equally far away
      const columns = full.columns.map((column, j) => (j < 2 ? column.map((value) => Math.round(value / 3)) : column))
      const neighbours = fitNeighbours({ ...full, columns }, sampleData(60, 3, 0).target, { k: 4, weighting })
      const predictor = { kind: 'neighbours', neighbours } as const
      for (const numbers of [columns, full.columns]) {
        const codes = WITHOUT_GAPS.columns.map((column, j) => (j < 2 ? numbers[j]! : column))
        expectEqual(sampleModel(predictor), { ...full, columns: codes }, 12)
      }
      expect(evaluated(sampleModel(predictor), gapOf(full)).get('prediction')!.values[0]).toBeNaN()
      expectEqual(sampleModel(filled(predictor)), FEW_ROWS, 12)
    },
  )

  it.each(transforms.map(({ kind, lambda, low, high }, i) => [kind, lambda, low, high, limits[i]!] as const))(
    'the transform %s with the power %d, kept between %d and %d',
    (_, __, ___, ____, predictor) => expectEqual(sampleModel(predictor), FEW_ROWS, 12),
  )

  it('a blend of all that it can express', () => {
    const predictor: Predictor = {
      kind: 'blend',
      intercept: 0.5,
      members: expressible.map((member, i) => ({ weight: 0.2 + i / 10, predictor: member })),
    }
    expectEqual(sampleModel(predictor), FEW_ROWS, 7)
  })

  it('sends levels that are not known where missing ones go', () => {
    const [, model] = TREE_CASES[0]!
    const of = (code: number) => {
      const columns = FEW_ROWS.columns.map((column, j) => (j === 2 ? column.map(() => code) : column))
      return evaluated(model, { ...FEW_ROWS, columns }).get('prediction')!.values
    }
    expect(of(40)).toEqual(of(Number.NaN))
    expect(of(-1)).toEqual(of(Number.NaN))
    expect(of(3)).not.toEqual(of(Number.NaN))
  })

  it('says what it is and what it reads', () => {
    const { irVersion, operators, inputs, metadata } = readOnnx(exportOnnx(TREE_CASES[0]![1]))
    expect([irVersion, operators]).toEqual([8, { '': 17, 'ai.onnx.ml': 3 }])
    expect(inputs).toEqual([{ name: 'features', element: 'double', dims: ['rows', INPUTS.length] }])
    expect(JSON.parse(metadata['zerosec.inputs']!)).toEqual(INPUTS)
    expect(JSON.parse(metadata['zerosec.target']!)).toEqual({ name: 'yield', unit: '%' })
  })
})

describeWithPython('onnx')('exportOnnx, read by the checker of onnx', () => {
  it('is a model whose types and shapes fit', () => {
    const folder = mkdtempSync(join(tmpdir(), 'zerosec-onnx-'))
    try {
      const models = [
        ...TREE_CASES.map(([, model]) => model),
        ...[...expressible, ...limits].map((of) => sampleModel(of)),
      ]
      const files = models.map((model, i) => {
        const file = join(folder, `${i}.onnx`)
        writeFileSync(file, exportOnnx(model))
        return file
      })
      const script = 'import onnx, sys\nfor f in sys.argv[1:]: onnx.checker.check_model(onnx.load(f), full_check=True)'
      expect(runPython('onnx', ['-c', script, ...files])).toBe('')
    } finally {
      rmSync(folder, { recursive: true })
    }
  }, 120_000)
})

/** The first row without its first number. */
function gapOf({ columns, levels }: FeatureMatrix): FeatureMatrix {
  return {
    rows: 1,
    columns: columns.map((column, j) => (j === 0 ? Float64Array.of(Number.NaN) : column.slice(0, 1))),
    levels,
  }
}

/** Products of pieces, each by its number. */
function linearOf(products: readonly (readonly number[])[]): Extract<Predictor, { kind: 'linear' }> {
  const pieces = [
    { kind: 'power', feature: 0, power: 2, center: 5, scale: 3 },
    { kind: 'power', feature: 1, power: 1, center: 0.5, scale: 0.3 },
    { kind: 'level', feature: 2, codes: Array.from({ length: 40 }, (_, level) => level % 3) },
    { kind: 'function', feature: 1, function: 'exp' },
  ] as const
  return {
    kind: 'linear',
    linear: {
      intercept: 2,
      coefficients: Float64Array.from(products, (_, j) => 1 + j),
      columns: products.map((product) => product.map((piece) => pieces[piece]!)),
    },
  }
}
