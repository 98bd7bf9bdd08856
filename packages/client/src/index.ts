export type { AccessCalls } from './access.ts'
export { ApiError } from './api-error.ts'
export {
  type CallOptions,
  type Client,
  type ClientOptions,
  createClient,
  type LocalFile,
  type Submission,
  type UploadedFile,
  type WaitOptions,
} from './client.ts'
export type { Content, ContentStream } from './content.ts'
export type { Sink } from './download.ts'
export type { ProjectCalls } from './projects.ts'
export type { Progress } from './upload.ts'
export { endError } from './wait.ts'
