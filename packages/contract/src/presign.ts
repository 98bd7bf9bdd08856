import { z } from 'zod'
import { Bucket, Count, JobId, ObjectKey } from './fields.ts'
import { UPLOAD_EXTENSIONS } from './protocol.ts'

const expiresIn = Count.describe('seconds')

export const PresignUploadRequest = z
  .object({
    filename: z
      .string()
      .min(1)
      .max(255)
      .describe(`a file name without folders; ${UPLOAD_EXTENSIONS.map((extension) => `.${extension}`).join(' ')}`)
      .meta({ examples: ['wear.csv'] }),
    content_type: z.string().max(255).default('text/csv'),
  })
  .meta({ id: 'PresignUpload' })
export type PresignUploadRequest = z.input<typeof PresignUploadRequest>

export const PresignUploadResponse = z
  .object({
    job_id: JobId,
    bucket: z.string(),
    key: z.string().describe('inputs/<job_id>/<filename>'),
    url: z.url().describe('PUT the bytes here, with the Content-Type asked for'),
    expires_in: expiresIn,
  })
  .meta({ id: 'UploadUrl' })
export type PresignUploadResponse = z.infer<typeof PresignUploadResponse>

export const PresignDownloadRequest = z.object({ job_id: JobId, file_key: ObjectKey }).meta({ id: 'PresignDownload' })
export type PresignDownloadRequest = z.input<typeof PresignDownloadRequest>

export const PresignDownloadResponse = z
  .object({ url: z.url().describe('GET the bytes here'), expires_in: expiresIn, file_name: z.string() })
  .meta({ id: 'DownloadUrl' })
export type PresignDownloadResponse = z.infer<typeof PresignDownloadResponse>

/** What names an uploaded file in later calls. */
export const StoredFile = z.object({ bucket: Bucket, key: ObjectKey })
