import { z } from 'zod'
import { BatchId, Count, Timestamp } from './fields.ts'
import { SubmitJobRequest } from './jobs.ts'
import { JOB_STATUSES } from './protocol.ts'

/** Jobs that are submitted together, all or none, and followed as one. */

export const MOST_SUBMISSIONS = 1000

export const SubmitBatchRequest = z
  .object({ submissions: z.array(SubmitJobRequest).min(1).max(MOST_SUBMISSIONS) })
  .meta({ id: 'SubmitBatch' })
export type SubmitBatchRequest = z.input<typeof SubmitBatchRequest>

export const BatchParams = z.object({ batch_id: BatchId })

export const BatchResponse = z
  .object({
    batch_id: BatchId,
    jobs: Count.describe('that are there; jobs that were deleted are not counted'),
    by_status: z.object(
      Object.fromEntries(JOB_STATUSES.map((status) => [status, Count])) as Record<
        (typeof JOB_STATUSES)[number],
        typeof Count
      >,
    ),
    percent: z.int().min(0).max(100),
    done: z.boolean().describe('whether every job has ended, however it did'),
    created_at: Timestamp,
    updated_at: Timestamp,
  })
  .meta({ id: 'Batch' })
export type BatchResponse = z.infer<typeof BatchResponse>
