import { z } from 'zod'
import { Bucket, Count, JobId, ObjectKey } from './fields.ts'
import { UPLOAD_EXTENSIONS } from './protocol.ts'

const expiresIn = Count.describe('seconds')

/** RFC 9110: it becomes a header of the upload. */
const MEDIA_TYPE =
  /^[\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+([ \t]*;[ \t]*[\w!#$%&'*+.^`|~-]+=([\w!#$%&'*+.^`|~-]+|"[^"\\\p{Cc}]*"))*$/u

export const PresignUploadRequest = z
  .object({
    filename: z
      .string()
      .min(1)
      .max(255)
      .describe(`a file name without folders; ${UPLOAD_EXTENSIONS.map((extension) => `.${extension}`).join(' ')}`)
      .meta({ examples: ['wear.csv'] }),
    content_type: z
      .string()
      .max(255)
      .regex(MEDIA_TYPE, 'a media type such as text/csv')
      .default('text/csv')
      .describe('of the PUT, which is refused with another one'),
    size_bytes: Count.optional().describe('of the file, where it is known: the URL then takes no other size'),
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
