import { ChecksumsResponse, JobParams } from '@zerosec/contract'
import type { Platform } from '@zerosec/jobs'
import type { Api } from '../api.ts'
import { failures } from '../failures.ts'
import { within } from '../workspace.ts'

/** A call of its own: existing clients know every field of `/artifacts`. */
export function checksumRoutes(app: Api, platform: Platform): void {
  app.get(
    '/jobs/:job_id/checksums',
    {
      config: { scope: 'read' },
      schema: {
        tags: ['jobs'],
        summary: 'Size and SHA-256 of the files that a job produced, to check downloads by',
        params: JobParams,
        response: { 200: ChecksumsResponse, ...failures('input', 'job_unknown') },
      },
    },
    async (request) => {
      const { job_id: jobId } = request.params
      const artifacts = await within(platform, request).jobs.artifacts(jobId)
      const checksums = artifacts.map(({ fileKey, sizeBytes, sha256 }) => ({
        file_key: fileKey,
        size_bytes: sizeBytes,
        sha256,
      }))
      return { job_id: jobId, checksums }
    },
  )
}
