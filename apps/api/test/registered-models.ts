import { encodeModel, type Model } from '@zerosec/model'
import { sampleModel, sampleTrees } from '../../../packages/model/test/sample-models.ts'
import { type Answer, call, type RunningApi, upload } from './running-api.ts'

/** Sums of trees over temperature, 圧力 "P", solvent and stirred; `by` tells one from another. */
export function treesModel(by: number, changes: Partial<Model> = {}): Model {
  const ensemble = sampleTrees('squared', 5 + by)
  return sampleModel({ kind: 'trees', ensemble, link: 'identity' }, { metadata: { by }, ...changes })
}

export const ROW = { temperature: 5, '圧力 "P"': 0.5, solvent: 'S3', stirred: true }

/** Uploads a model file and registers it. */
export async function register(
  api: RunningApi,
  name: string,
  model: Model | Uint8Array<ArrayBuffer>,
  more: object = {},
): Promise<Answer> {
  const bytes = model instanceof Uint8Array ? model : new Uint8Array(encodeModel(model))
  const { key } = await upload(api, 'model.zsm', bytes)
  return call(api, 'POST', '/api/v1/models', { name, file_key: key, ...more })
}
