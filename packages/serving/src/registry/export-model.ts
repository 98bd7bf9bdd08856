import type { ModelFileFormat } from '@zerosec/contract'
import { decodeModel, exportLightGbm, exportOnnx, exportXgboost } from '@zerosec/model'

/**
 * A model file as it is, or as another program reads it.
 *
 * @throws CodedError model_export_impossible, as `decodeModel`
 */
export function exportModel(bytes: Uint8Array, format: ModelFileFormat): Uint8Array {
  switch (format) {
    case 'zsm':
      return bytes
    case 'onnx':
      return exportOnnx(decodeModel(bytes))
    case 'lightgbm':
      return new TextEncoder().encode(exportLightGbm(decodeModel(bytes)))
    case 'xgboost':
      return new TextEncoder().encode(exportXgboost(decodeModel(bytes)))
  }
}
