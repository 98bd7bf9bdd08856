export { ApiError } from './api-error.ts'
export {
  type CallOptions,
  type Client,
  type ClientOptions,
  createClient,
  type Submission,
  type UploadedFile,
} from './client.ts'
export type { ProjectCalls } from './projects.ts'
