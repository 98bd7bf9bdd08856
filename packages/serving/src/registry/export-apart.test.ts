import { encodeModel } from '@zerosec/model'
import { expect, it } from 'vitest'
import { sampleModel, sampleTrees } from '../../../model/test/sample-models.ts'
import { exportApart } from './export-apart.ts'
import { exportModel } from './export-model.ts'

const trees = () => encodeModel(sampleModel({ kind: 'trees', ensemble: sampleTrees('squared'), link: 'identity' }))

it('gives a model file back as it is', async () => {
  expect(await exportApart(trees(), 'zsm')).toEqual(trees())
})

// in one test, as each process takes a second to load what it needs
it('gives the bytes of the export or what it refuses with, one after the other, up to four, and leaves this process free', async () => {
  let isTurned = false
  setImmediate(() => {
    isTurned = true
  })
  const formats = ['onnx', 'lightgbm', 'xgboost'] as const
  const refused = exportApart(encodeModel(sampleModel()), 'lightgbm')
  const made = formats.map((format) => exportApart(trees(), format))
  await expect(exportApart(trees(), 'onnx')).rejects.toMatchObject({ code: 'service_unavailable' })
  await expect(refused).rejects.toMatchObject({ code: 'model_export_impossible', details: { format: 'LightGBM text' } })
  expect(await Promise.all(made)).toEqual(formats.map((format) => exportModel(trees(), format)))
  expect(isTurned).toBe(true)
  const foreign = new TextEncoder().encode('no model')
  await expect(exportApart(foreign, 'onnx')).rejects.toMatchObject({ code: 'model_file_foreign' })
})

it('says so where it takes more memory than it may have', async () => {
  const expected = {
    code: 'model_export_impossible',
    details: { reason: 'writing it takes more memory than there is, or than 10 MB' },
  }
  await expect(exportApart(trees(), 'onnx', 10)).rejects.toMatchObject(expected)
})
