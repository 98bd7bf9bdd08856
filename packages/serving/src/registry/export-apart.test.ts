import { encodeModel } from '@zerosec/model'
import { expect, it } from 'vitest'
import { sampleModel, sampleTrees } from '../../../model/test/sample-models.ts'
import { exportApart } from './export-apart.ts'
import { exportModel } from './export-model.ts'

const trees = () => encodeModel(sampleModel({ kind: 'trees', ensemble: sampleTrees('squared'), link: 'identity' }))

it.each(['zsm', 'onnx', 'lightgbm', 'xgboost'] as const)('gives the bytes of the export, as %s', async (format) => {
  expect(await exportApart(trees(), format)).toEqual(exportModel(trees(), format))
})

it('leaves this thread free', async () => {
  let isTurned = false
  setImmediate(() => {
    isTurned = true
  })
  await exportApart(trees(), 'onnx')
  expect(isTurned).toBe(true)
})

it('refuses as the export does, and makes the next one', async () => {
  const refused = exportApart(encodeModel(sampleModel()), 'lightgbm')
  const next = exportApart(trees(), 'lightgbm')
  await expect(refused).rejects.toMatchObject({ code: 'model_export_impossible', details: { format: 'LightGBM text' } })
  await expect(exportApart(new TextEncoder().encode('no model'), 'onnx')).rejects.toMatchObject({
    code: 'model_file_foreign',
  })
  expect((await next).length).toBeGreaterThan(1000)
})
