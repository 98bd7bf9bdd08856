import { z } from 'zod'
import { Bucket, JobId, ObjectKey } from './fields.ts'

/** What crosses a queue outside of the database, in this order of members: a job that is due. The fields are the earlier system's. */
export const JobMessage = z
  .object({
    job_id: JobId,
    job_type: z.string(),
    input: z.object({ bucket: Bucket, key: ObjectKey }),
    output: z.object({ bucket: Bucket }),
    parameters: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('left out where they are too large for a message'),
    // ours
    parameters_left_out: z.literal(true).optional().describe('there are parameters: jobs.parameters holds them'),
  })
  .meta({ id: 'JobMessage' })
export type JobMessage = z.infer<typeof JobMessage>

/** All of a message that our own workers read. */
export const JobMessageId = JobMessage.pick({ job_id: true })
