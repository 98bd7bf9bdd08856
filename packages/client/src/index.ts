export type { AccessCalls } from './access.ts'
export { ApiError } from './api-error.ts'
export type { BatchCalls } from './batches.ts'
export {
  type CallOptions,
  type Client,
  type ClientOptions,
  createClient,
  type LocalFile,
  type WaitOptions,
} from './client.ts'
export type { CommerceBatchQuery, CommerceCalls } from './commerce.ts'
export type { Content, ContentStream } from './content.ts'
export type { CsvPredictions, CsvTerms } from './csv-predictions.ts'
export type { Sink } from './download.ts'
export type { ItemCalls } from './items.ts'
export type { ModelCalls, Sentiments, WhichVersion } from './models.ts'
export type { ProjectCalls } from './projects.ts'
export type { Schedule, ScheduleCalls } from './schedules.ts'
export type { Submission, UploadedFile } from './submission.ts'
export type { Progress } from './upload.ts'
export { endError } from './wait.ts'
