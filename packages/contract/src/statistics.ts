import { z } from 'zod'
import { Count, Timestamp } from './fields.ts'
import { JOB_STATUSES } from './protocol.ts'

const seconds = z.number().min(0)

/** How much there is to do and who does it, in all workspaces together: for dashboards, and for whoever scales the workers. */
export const Statistics = z
  .object({
    timestamp: Timestamp,
    jobs: z.array(z.object({ job_type: z.string(), status: z.enum(JOB_STATUSES), count: Count })),
    queue: z.object({
      due: Count.describe('queued jobs that could run now'),
      delayed: Count.describe('queued jobs that wait for their time or for another attempt'),
      oldest_due_seconds: seconds.describe('how long the job that has been due longest has waited; 0: none is due'),
      backlog_per_worker: z
        .number()
        .min(0)
        .describe('due jobs for each live worker; all of them when there is no worker'),
      expired_leases: Count.describe('jobs whose worker fell silent and that nobody has taken back yet'),
    }),
    dead_letters: Count.describe('jobs whose attempts were used up and that nobody has sent again'),
    recent_attempts: z
      .array(z.object({ outcome: z.string(), count: Count }))
      .describe('of the last hour those that did not complete their job'),
    workers: z.array(
      z.object({
        worker_id: z.string(),
        version: z.string(),
        slots: Count.describe('jobs that it runs at the same time'),
        running: Count,
        heartbeat_age_seconds: seconds,
        live: z.boolean().describe('heard of in the last 30 s'),
      }),
    ),
  })
  .meta({ id: 'Statistics' })
export type Statistics = z.infer<typeof Statistics>
