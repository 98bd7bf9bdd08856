export { type ExportFormat, exportFormats } from './export/export-formats.ts'
export { exportLightGbm } from './export/lightgbm.ts'
export { exportOnnx } from './export/onnx.ts'
export { exportXgboost } from './export/xgboost.ts'
export { decodeModel, encodeModel, MODEL_FILE_FORMAT } from './file/model-file.ts'
export type { MetadataValue, Model, ModelTarget, PredictionInterval, TrainingFacts } from './model.ts'
export {
  type BooleanInput,
  type CategoryInput,
  domainInputs,
  featureInputs,
  featureLevels,
  levelNames,
  levelsOf,
  type ModelInput,
  type NumberInput,
  type TextInput,
} from './model-input.ts'
export { type OpenedModel, type OpenOptions, openModel } from './predict/open-model.ts'
export type {
  ClassPrediction,
  InputCell,
  InputRecord,
  NumberPrediction,
  Prediction,
  PredictionDomain,
  PredictionFlag,
  PredictionTrust,
} from './predict/prediction.ts'
export { openSentiment, type Sentiment, type SentimentModel, sentimentOf } from './sentiment/sentiment.ts'
export { type SentimentRule, sentimentMetadata } from './sentiment/sentiment-rule.ts'
