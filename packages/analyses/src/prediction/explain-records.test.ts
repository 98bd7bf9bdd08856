import { predictWith } from '@zerosec/engine'
import { decodeModel, encodeModel, type Model } from '@zerosec/model'
import { beforeAll, describe, expect, it } from 'vitest'
import { csvOf } from '../../test/analyse.ts'
import { predict, sampleModelFile, sampleRows } from '../../test/sample-prediction.ts'
import { explainRecords } from './explain-records.ts'

describe('contributions to the share of a class, of trees with one output for two classes', () => {
  let model: Model
  beforeAll(async () => {
    const regression = decodeModel((await sampleModelFile()).bytes)
    model = { ...regression, target: { name: 'quality', classes: ['OK', 'NG'] }, interval: null }
  }, 60_000)
  const record = { 'temp[degC]': 100, feed: 20, alloy: 'B' }

  it('add up to the share of the second, which is the output', () => {
    const [explained] = explainRecords(model, [record])
    const { base, values } = explained!
    const sum = Object.values(values).reduce((total, value) => total + value, base)
    const columns = [Float64Array.of(100), Float64Array.of(20), Float64Array.of(1)]
    const levels = Int32Array.of(0, 0, 3)
    expect(sum).toBeCloseTo(predictWith(model.predictor, { rows: 1, columns, levels })[0]!, 9)
  })

  it('add up to the rest for the first', async () => {
    const of = async (wanted: string) => {
      const file = { name: 'quality.zsm', bytes: encodeModel(model) }
      const result = await predict(csvOf(sampleRows(100, 3)), file, { contributions: true, objective_class: wanted })
      return result.report.values['contribution_base'] as number
    }
    expect((await of('OK')) + (await of('NG'))).toBeCloseTo(1, 12)
  })
})
