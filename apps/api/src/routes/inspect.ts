import { InspectRequest, InspectResponse } from '@zerosec/contract'
import type { Platform } from '@zerosec/jobs'
import type { Api } from '../api.ts'
import { failures } from '../failures.ts'
import { within } from '../workspace.ts'

export function inspectRoutes(app: Api, platform: Platform): void {
  app.post(
    '/inspect',
    {
      config: { scope: 'read' },
      schema: {
        tags: ['files'],
        summary: 'An uploaded table as it is read: columns, first rows, every repair and doubt',
        body: InspectRequest,
        response: {
          200: InspectResponse,
          ...failures(
            'body',
            'input_not_uploaded',
            'upload_too_large',
            'bucket_unknown',
            'file_type_unsupported',
            'file_empty',
            'file_header_only',
            'file_too_large',
            'file_expands_too_far',
            'file_too_many_cells',
            'file_corrupt',
            'encoding_unknown',
            'sheet_unknown',
            'job_time_limit',
            'job_memory_limit',
          ),
        },
      },
    },
    async (request) => {
      const { bucket, key, sheet } = request.body
      return within(platform, request).inspect({ bucket, key, ...(sheet === undefined ? {} : { sheet }) })
    },
  )
}
