import { fitTransform, type Predictor } from '@zerosec/engine'
import { describe, expect, it } from 'vitest'
import { bareMember, LINKS, sampleModel, sampleTrees } from '../../test/sample-models.ts'
import { sampleTextModel } from '../../test/text-models.ts'
import type { Model } from '../model.ts'
import { type ExportFormat, exportFormats } from './export-formats.ts'
import { exportLightGbm } from './lightgbm.ts'
import { exportOnnx } from './onnx.ts'
import { exportXgboost } from './xgboost.ts'

const trees: Predictor = { kind: 'trees', ensemble: sampleTrees('squared'), link: 'identity' }
const counts: Predictor = { kind: 'trees', ensemble: sampleTrees('poisson'), link: LINKS.poisson }
const blendOf = (...members: readonly Predictor[]): Predictor => ({
  kind: 'blend',
  intercept: 0,
  members: members.map((predictor) => ({ weight: 1, predictor })),
})
const transformed = (kind: 'none' | 'log', predictor: Predictor = trees): Predictor => ({
  kind: 'transformed',
  transform: fitTransform(kind, Float64Array.of(1, 2)),
  predictor,
})

const MAKERS: Record<ExportFormat, (model: Model) => unknown> = {
  onnx: exportOnnx,
  lightgbm: exportLightGbm,
  xgboost: exportXgboost,
}

const ALL: readonly ExportFormat[] = ['onnx', 'lightgbm', 'xgboost']

describe('the formats of a model are those that it is written in', () => {
  it.each<[string, Model, readonly ExportFormat[], RegExp]>([
    ['trees', sampleModel(trees), ALL, /./],
    ['trees behind a transform that does nothing', sampleModel(transformed('none', blendOf(counts))), ALL, /./],
    ['a blend of trees', sampleModel(blendOf(trees, trees)), ALL, /./],
    ['all that can be blended', sampleModel(), ['onnx'], /its Gaussian process is no sum of trees/],
    ['neighbours', sampleModel(bareMember('neighbours')), ['onnx'], /nearest neighbours/],
    ['a linear model in a blend', sampleModel(blendOf(trees, bareMember('linear'))), ['onnx'], /its linear model/],
    ['a transform of the target', sampleModel(transformed('log')), ['onnx'], /the transform log of the target/],
    ['counts beside another member', sampleModel(blendOf(trees, counts)), ['onnx'], /scores go through exp/],
    ['a text', sampleTextModel(), [], /the words of the text "remark"/],
    [
      'classes by a Gaussian process',
      sampleModel({ kind: 'gaussian_classes', processes: [] }),
      ['onnx'],
      /Gaussian process of classes/,
    ],
  ])('%s', (_, model, formats, reason) => {
    expect(exportFormats(model)).toEqual(formats)
    for (const format of ALL) {
      const make = () => MAKERS[format](model)
      if (formats.includes(format)) expect(make).not.toThrow()
      else {
        expect(make).toThrow(expect.objectContaining({ code: 'model_export_impossible' }))
        expect(make).toThrow(reason)
      }
    }
  })
})
