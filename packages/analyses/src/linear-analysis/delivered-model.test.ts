import { openModel } from '@zerosec/model'
import { type CalculatorBlock, evaluateCalculator } from '@zerosec/report'
import { describe, expect, it } from 'vitest'
import { analyseToFiles, csvOf, scattered } from '../../test/analyse.ts'

const n = 48
const x = scattered(n, 2).map((value) => 100 + 20 * value)
const z = scattered(n, 3)
const m = x.map((_, i) => 'ABC'[Math.floor(1.37 * i) % 3]!)
const stirred = x.map((_, i) => (i % 5 < 2 ? 'TRUE' : 'FALSE'))
const noise = scattered(n, 5)
const y = x.map((value, i) => 10 + 0.5 * value - 8 * z[i]! ** 2 + (m[i] === 'C' ? 5 : 0) + 0.4 * noise[i]!)

async function delivered(parameters: Record<string, unknown>) {
  const csv = csvOf({ x, z, m, stirred, y })
  const { report, files } = await analyseToFiles(csv, { target_column: 'y', ...parameters }, 'linear_analysis')
  const blocks = report.sections.flatMap((section) => section.blocks)
  const calculator = blocks.find((block): block is CalculatorBlock => block.kind === 'calculator')!
  return { report, calculator, files, model: openModel(files.find(({ type }) => type === 'zsm')!.bytes) }
}

/** Rows of the table, and some beyond it. */
const ROWS = x.map((value, i) => ({ x: value + 3 * (i % 4), z: z[i]! - (i % 3), m: m[i]!, stirred: i % 2 === 0 }))

describe('the model of a linear analysis', () => {
  it.each([
    ['ols', 'main'],
    ['ols', 'quadratic'],
    ['ols', '0 + m + x'],
    ['ols', 'log(x) + m*z + I(z^2) + stirred'],
    ['ridge', 'interactions'],
    ['lasso', 'quadratic'],
    ['elastic_net', 'main'],
  ])('predicts what its calculator does: %s, %s', async (method, terms) => {
    for (const coding of ['effects', 'treatment']) {
      const { calculator, model } = await delivered({ method, terms, coding })
      const names = new Set(model.model.inputs.map(({ name }) => name))
      for (const row of ROWS) {
        const record = Object.fromEntries(Object.entries(row).filter(([name]) => names.has(name)))
        const cells = Object.fromEntries(
          Object.entries(record).map(([name, cell]) => [name, typeof cell === 'boolean' ? String(cell) : cell]),
        )
        const [prediction] = model.predict([record])
        expect(Number(prediction!.value)).toBeCloseTo(evaluateCalculator(calculator, cells).prediction, 8)
      }
    }
  })

  it('says how good it is, has an interval of held-out errors and knows its domain', async () => {
    const { report, files, model } = await delivered({})
    const { algorithm, rows, scores } = model.model.training
    expect([algorithm, rows, scores['cv_rmse']]).toEqual(['ols', n, report.values['cv_rmse']])
    expect(files.map(({ path }) => path)).toEqual(['models/model.zsm', 'models/model.onnx'])
    const records = x.map((value, i) => ({ x: value, z: z[i]!, m: m[i]!, stirred: stirred[i] === 'TRUE' }))
    const predictions = openModel(model.model, { level: 0.9 }).predict(records)
    const covered = predictions.filter((each, i) => {
      if (each.kind !== 'number') return false
      return each.interval!.low <= y[i]! && y[i]! <= each.interval!.high
    })
    expect(covered.length / n).toBeGreaterThanOrEqual(0.88)
    expect(model.predict([{ ...ROWS[0]!, x: 900 }])[0]).toMatchObject({ domain: { verdict: 'outside' } })
    expect(model.predict([{ ...ROWS[0]!, m: null }])[0]).toMatchObject({ value: null })
  })
})
