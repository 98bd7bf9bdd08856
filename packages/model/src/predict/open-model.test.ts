import {
  applicabilityDomain,
  conformalInterval,
  difficultyAt,
  domainOf,
  type FeatureMatrix,
  fitTransform,
  forestSpread,
  intervalAt,
  localDifficulty,
  predictWith,
} from '@zerosec/engine'
import { CodedError } from '@zerosec/errors'
import { describe, expect, it } from 'vitest'
import { bareMember, INPUTS, LINKS, sampleData, sampleModel, sampleTrees } from '../../test/sample-models.ts'
import { encodeModel } from '../file/model-file.ts'
import type { Model } from '../model.ts'
import { levelsOf } from '../model-input.ts'
import { openModel } from './open-model.ts'
import type { InputRecord, NumberPrediction } from './prediction.ts'

const PRESSURE = '圧力 "P"'
const record: InputRecord = { temperature: 5, [PRESSURE]: 0.5, solvent: 'S3', stirred: true }
const trees = sampleModel({ kind: 'trees', ensemble: sampleTrees('squared'), link: 'identity' })
const opened = openModel(trees)

/** The records of a matrix. */
function recordsOf({ rows, columns }: FeatureMatrix): InputRecord[] {
  return Array.from({ length: rows }, (_, i) =>
    Object.fromEntries(
      INPUTS.map((input, j) => {
        const value = columns[j]![i]!
        if (Number.isNaN(value)) return [input.name, null]
        return [input.name, input.kind === 'number' ? value : input.kind === 'boolean' ? value === 1 : `S${value}`]
      }),
    ),
  )
}

function predictOne(changes: InputRecord, model = opened): NumberPrediction {
  return model.predict([{ ...record, ...changes }])[0] as NumberPrediction
}

describe('openModel', () => {
  it('predicts, with interval and domain, what the engine says of the rows together', () => {
    const { matrix } = sampleData(300, 11, 0.2)
    for (const source of [trees, encodeModel(trees)]) {
      const predictions = openModel(source).predict(recordsOf(matrix)) as NumberPrediction[]
      const values = predictWith(trees.predictor, matrix)
      const domains = domainOf(trees.domain!, matrix)
      const { conformal, difficulty } = trees.interval!
      const scales = difficultyAt(difficulty!, matrix)
      predictions.forEach(({ value, interval, domain }, i) => {
        expect(value).toBe(values[i])
        expect([interval!.low, interval!.high]).toEqual(intervalAt(conformal, value!, 0.9, scales[i]))
        expect(domain!.distance).toBe(domains[i]!.distance)
        expect(domain).toMatchObject({ verdict: domains[i]!.verdict, reasons: domains[i]!.reasons })
      })
    }
  })

  it('looks at the same neighbours where training rows are alike', () => {
    const { matrix, target } = sampleData(40, 5)
    const rows = Array.from({ length: 120 }, (_, i) => i % 40)
    const columns = matrix.columns.map((column) => Float64Array.from(rows, (row) => Math.round(column[row]!)))
    const twice = { rows: 120, columns, levels: matrix.levels }
    const errors = Float64Array.from(rows, (row, i) => target[row]! * (i % 7))
    const { difficulty, ofTraining } = localDifficulty(twice, errors)
    const held = { target: errors, predicted: new Float64Array(120), scales: { neighbours: ofTraining } }
    const shape = { kind: 'symmetric', scaledBy: 'neighbours', floor: 0.1 } as const
    const model: Model = { ...trees, interval: { conformal: conformalInterval(held, shape, [0.8]), difficulty } }
    const scales = difficultyAt(difficulty, twice)
    openModel(model)
      .predict(recordsOf(twice))
      .forEach((prediction, i) => {
        const { value, interval } = prediction as NumberPrediction
        expect([interval!.low, interval!.high]).toEqual(intervalAt(model.interval!.conformal, value!, 0.8, scales[i]))
      })
  })

  it.each([
    ['a cell that is missing', { temperature: null }, [{ kind: 'missing_cell', column: 'temperature' }]],
    ['an empty text', { solvent: '' }, [{ kind: 'missing_cell', column: 'solvent' }]],
    [
      'a category that was not seen',
      { solvent: 'S99' },
      [{ kind: 'unseen_category', column: 'solvent', value: 'S99' }],
    ],
    [
      'a value outside of the range, and another',
      { temperature: -1, [PRESSURE]: 1.5 },
      [
        { kind: 'outside_range', column: 'temperature', value: -1, low: 0, high: 10 },
        { kind: 'outside_range', column: PRESSURE, value: 1.5, low: 0, high: 1 },
      ],
    ],
  ])('flags %s', (_, changes, flags) => {
    const prediction = predictOne(changes)
    expect(prediction.flags).toEqual(flags)
    expect(prediction.value).not.toBeNull()
  })

  it('has no flags for a usual row', () => {
    expect(predictOne({}).flags).toEqual([])
  })

  it('puts a category that was not seen outside of the domain, also where cells were missing in training', () => {
    const { domain } = predictOne({ solvent: 'S99' })
    expect(domain!.verdict).toBe('outside')
    expect(domain!.reasons[0]).toMatchObject({ kind: 'unknown_level', feature: 2, column: 'solvent' })
    expect(predictOne({ solvent: null }).domain!.reasons.map(({ kind }) => kind)).not.toContain('unknown_level')
  })

  it('says that there is no prediction where the model needs what is missing', () => {
    const bare = openModel(sampleModel(bareMember('gaussian_process')))
    expect(predictOne({ temperature: null }, bare)).toMatchObject({
      value: null,
      interval: null,
      flags: [{ kind: 'missing_cell', column: 'temperature' }, { kind: 'no_prediction' }],
    })
    expect(predictOne({}, bare).value).toBeTypeOf('number')
  })

  it('takes the level that is asked for, and flags one for which there were too few rows', () => {
    expect(predictOne({}).interval!.level).toBe(0.9)
    expect(predictOne({}, openModel(trees, { level: 0.8 })).interval!.level).toBe(0.8)
    expect(codeOf(() => openModel(trees, { level: 0.5 }))).toBe('parameter_invalid')
    expect(codeOf(() => openModel({ ...trees, interval: null }, { level: 0.9 }))).toBe('parameter_invalid')
    const conformal = { ...trees.interval!.conformal, reached: [true, false] }
    const short = openModel({ ...trees, interval: { ...trees.interval!, conformal } })
    expect(predictOne({}, short).flags).toEqual([{ kind: 'interval_short_of_rows', level: 0.9 }])
  })

  it('flags a value that the inverse of a transform limits', () => {
    const transform = fitTransform('log', Float64Array.of(1, 2, 3))
    const of = (value: number) =>
      openModel(sampleModel({ kind: 'transformed', transform, predictor: { kind: 'mean', value } }))
    expect(predictOne({}, of(1)).flags).toEqual([])
    expect(predictOne({}, of(50))).toMatchObject({ value: transform.high, flags: [{ kind: 'limited' }] })
  })

  it('follows the spread of a forest where cells are filled', () => {
    const conformal = { ...trees.interval!.conformal, scaledBy: 'spread' as const }
    const ensemble = sampleTrees('squared')
    const predictor = { kind: 'filled', fill: Float64Array.of(0.5, 0.5, 3, 1), predictor: trees.predictor } as const
    const model = openModel({ ...trees, predictor, interval: { conformal, difficulty: null } })
    const columns = [0.5, 0.4, 7, 1].map((value) => Float64Array.of(value))
    const spread = forestSpread(ensemble, { rows: 1, columns, levels: ensemble.levels })[0]!
    const { value, interval } = predictOne({ temperature: null, [PRESSURE]: 0.4, solvent: 'S7' }, model)
    expect([interval!.low, interval!.high]).toEqual(intervalAt(conformal, value!, 0.9, spread))
  })

  it('follows the spread of a process, and refuses a spread that the predictor does not have', () => {
    const conformal = { ...trees.interval!.conformal, scaledBy: 'spread' as const }
    const interval = { conformal, difficulty: null }
    const fill = Float64Array.of(5, 0.5, 3, 1)
    const filled = { kind: 'filled', fill, predictor: bareMember('gaussian_process') } as const
    const width = (temperature: number) => {
      const model = openModel({ ...trees, predictor: filled, interval })
      const { low, high } = predictOne({ temperature }, model).interval!
      return high - low
    }
    expect(width(40)).toBeGreaterThan(1.5 * width(5))
    expect(codeOf(() => openModel({ ...trees, predictor: { kind: 'mean', value: 1 }, interval }))).toBe(
      'model_file_invalid',
    )
  })
})

describe('openModel for classes', () => {
  const asClasses = (loss: 'logistic' | 'softmax', classes: readonly string[]) =>
    openModel(
      sampleModel(
        { kind: 'trees', ensemble: sampleTrees(loss), link: LINKS[loss] },
        { target: { name: 'class', classes }, interval: null },
      ),
    )

  it.each([
    ['logistic', ['no', 'yes']],
    ['softmax', ['a', 'b', '__proto__']],
  ] as const)('gives the shares of a %s, and the class with the largest', (loss, classes) => {
    const { matrix } = sampleData(50, 3, 0)
    const levels = Int32Array.from(INPUTS, levelsOf)
    const raw = predictWith({ kind: 'trees', ensemble: sampleTrees(loss), link: LINKS[loss] }, { ...matrix, levels })
    const seen = new Set<string>()
    asClasses(loss, classes)
      .predict(recordsOf(matrix))
      .forEach((prediction, i) => {
        if (prediction.kind !== 'class') throw new Error('expected a class')
        const shares = classes.map((_, k) =>
          loss === 'logistic' ? (k === 1 ? raw[i]! : 1 - raw[i]!) : raw[k * 50 + i]!,
        )
        expect(Object.entries(prediction.shares!)).toEqual(classes.map((name, k) => [name, shares[k]]))
        expect(prediction.value).toBe(classes[shares.indexOf(Math.max(...shares))])
        seen.add(prediction.value!)
      })
    expect(seen.size).toBeGreaterThan(1)
  })
})

it.each([0, -1])('openModel gives no value, and says so, of the logarithm of %d', (temperature) => {
  const linear = {
    intercept: 1,
    coefficients: Float64Array.of(2),
    columns: [[{ kind: 'function', feature: 0, function: 'log' } as const]],
  }
  const model = openModel(sampleModel({ kind: 'linear', linear }))
  expect(model.predict([{ ...record, temperature: 1 }])[0]!.value).toBe(1)
  const [prediction] = model.predict([{ ...record, temperature }])
  expect(prediction).toMatchObject({ value: null, interval: null })
  expect(prediction!.flags).toContainEqual({ kind: 'no_prediction' })
})

it('openModel gives shares from 0 to 1, whatever the last digit of a sum', () => {
  const value = 1 + 3 * Number.EPSILON
  const model = openModel(
    sampleModel({ kind: 'mean', value }, { target: { name: 'c', classes: ['a', 'b'] }, interval: null }),
  )
  expect(model.predict([record])[0]).toMatchObject({ value: 'b', shares: { a: 0, b: 1 } })
})

it('openModel gives no class where the model needs a cell that is missing', () => {
  const predictor = bareMember('linear')
  const model = openModel(sampleModel(predictor, { target: { name: 'c', classes: ['a', 'b'] }, interval: null }))
  expect(model.predict([{ ...record, temperature: null }])[0]).toMatchObject({
    kind: 'class',
    value: null,
    shares: null,
  })
})

describe('openModel refuses', () => {
  const { solvent: _, ...short } = record
  it.each([
    ['a column that is missing', short, 'model_inputs_missing', /solvent/],
    ['a column that it does not read', { ...record, colour: 1 }, 'model_inputs_unknown', /colour.*temperature/],
    ['a text for a number', { ...record, temperature: '12' }, 'model_input_invalid', /Row 2 has "12" in "temperature"/],
    ['a truth for a number', { ...record, temperature: true }, 'model_input_invalid', /a finite number/],
    ['infinity', { ...record, [PRESSURE]: Infinity }, 'model_input_invalid', /Infinity/],
    ['an infinite category', { ...record, solvent: -Infinity }, 'model_input_invalid', /a text/],
    ['a truth for a category', { ...record, solvent: true }, 'model_input_invalid', /a text/],
    ['a number for a truth', { ...record, stirred: 1 }, 'model_input_invalid', /true or false/],
    ['a list', { ...record, stirred: [] as unknown as string }, 'model_input_invalid', /object/],
  ])('%s', (__, wrong, code, message) => {
    const call = () => opened.predict([record, wrong])
    expect(codeOf(call)).toBe(code)
    expect(call).toThrow(message)
  })

  it('no other columns where they are to be ignored', () => {
    const tolerant = openModel(trees, { otherColumns: 'ignore' })
    expect(predictOne({ colour: 1 }, tolerant)).toEqual(predictOne({}))
  })

  it('no number that is the name of a level', () => {
    const input = { kind: 'category', name: 'machine', levels: ['1', '2'] } as const
    const { matrix } = sampleData(20, 1, 0)
    const domain = applicabilityDomain({ rows: 20, columns: [matrix.columns[3]!], levels: Int32Array.of(2) })
    const model = openModel({
      ...trees,
      inputs: [input],
      predictor: { kind: 'mean', value: 1 },
      interval: null,
      domain,
    })
    expect(model.predict([{ machine: 2 }, { machine: '2' }].map((row) => row)).map(({ flags }) => flags)).toEqual([
      [],
      [],
    ])
    expect(model.predict([{ machine: 3 }])[0]!.flags).toEqual([
      { kind: 'unseen_category', column: 'machine', value: '3' },
    ])
  })
})

function codeOf(call: () => unknown): string | undefined {
  try {
    call()
  } catch (error) {
    if (error instanceof CodedError) return error.code
    throw error
  }
  return undefined
}
