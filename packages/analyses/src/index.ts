export type {
  Analysis,
  AnalysisFile,
  AnalysisInput,
  Checkpoints,
  NamedFile,
  ParameterMeta,
  SharedParts,
  Sharing,
  TakenPart,
} from './analysis.ts'
export { ANALYSES, findAnalysis } from './catalogue.ts'
export { type AnalysisDescription, describeAnalyses, describeAnalysis } from './describe.ts'
export { NoPartLeft } from './modelling/share-units.ts'
export { namedFilesOf } from './named-files.ts'
export { parseParameters } from './parse-parameters.ts'
export { type Artifact, type RunRequest, type RunResult, runFile } from './run-file.ts'
export { VERSION } from './version.ts'
