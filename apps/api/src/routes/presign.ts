import {
  PresignDownloadRequest,
  PresignDownloadResponse,
  PresignUploadRequest,
  PresignUploadResponse,
  UPLOAD_EXTENSIONS,
} from '@zerosec/contract'
import { CodedError } from '@zerosec/errors'
import type { Platform } from '@zerosec/jobs'
import type { FastifyRequest } from 'fastify'
import type { Api } from '../api.ts'
import { failures } from '../failures.ts'
import type { ApiSettings } from '../settings.ts'
import { storedArtifact } from '../stored-artifact.ts'
import { within } from '../workspace.ts'

export function presignRoutes(app: Api, platform: Platform, settings: ApiSettings): void {
  const expiresSeconds = settings.urlSeconds
  const absolute = (url: string, request: FastifyRequest) =>
    new URL(url, settings.publicUrl ?? `${request.protocol}://${request.host}`).href

  app.post(
    '/presign/upload',
    {
      config: { scope: 'submit' },
      schema: {
        tags: ['files'],
        summary: 'A new job id, and a URL to PUT its input file to',
        body: PresignUploadRequest,
        response: {
          200: PresignUploadResponse,
          ...failures('body', 'file_type_unsupported', 'file_name_invalid', 'upload_too_large'),
        },
      },
    },
    async (request) => {
      const fileName = acceptedName(request.body.filename)
      const { content_type: contentType, size_bytes: bytes } = request.body
      const { uploadBytes: maxBytes } = settings
      if (bytes !== undefined && bytes > maxBytes) throw new CodedError('upload_too_large', { limit: maxBytes })
      const terms = { fileName, contentType, maxBytes, expiresSeconds, ...(bytes === undefined ? {} : { bytes }) }
      const { jobId, bucket, key, url } = await within(platform, request).presignUpload(terms)
      return { job_id: jobId, bucket, key, url: absolute(url, request), expires_in: expiresSeconds }
    },
  )

  app.post(
    '/presign/download',
    {
      config: { scope: 'read' },
      schema: {
        tags: ['files'],
        summary: 'A URL to GET a file from that a job has produced',
        body: PresignDownloadRequest,
        response: {
          200: PresignDownloadResponse,
          ...failures('body', 'job_unknown', 'job_not_completed', 'artifact_unknown'),
        },
      },
    },
    async (request) => {
      const { job_id: jobId, file_key: fileKey } = request.body
      const { fileName, bucket } = await storedArtifact(
        within(platform, request).jobs,
        jobId,
        (artifact) => artifact.fileKey === fileKey,
        fileKey,
      )
      const url = await platform.files.presignGet(bucket, fileKey, { fileName, expiresSeconds })
      return { url: absolute(url, request), expires_in: expiresSeconds, file_name: fileName }
    },
  )
}

/** A name that is one segment of a key, of a type that the contract lets through. */
function acceptedName(fileName: string): string {
  if (/[/\\\p{Cc}]/u.test(fileName) || /^\.+$/.test(fileName)) {
    throw new CodedError('file_name_invalid', { file: fileName.replace(/\p{Cc}/gu, '�') })
  }
  const dot = fileName.lastIndexOf('.')
  const extension = dot < 0 ? '' : fileName.slice(dot + 1).toLowerCase()
  if (!(UPLOAD_EXTENSIONS as readonly string[]).includes(extension)) {
    throw new CodedError('file_type_unsupported', { extension, known: UPLOAD_EXTENSIONS })
  }
  return fileName.normalize('NFC') // the one form in which keys are stored; macOS sends the other
}
