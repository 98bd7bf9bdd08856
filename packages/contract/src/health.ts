import { z } from 'zod'
import { Timestamp } from './fields.ts'

export const Health = z
  .object({
    status: z.enum(['healthy', 'unhealthy']),
    timestamp: Timestamp,
    version: z.string(),
    database_connected: z.boolean(),
  })
  .meta({ id: 'Health' })
export type Health = z.infer<typeof Health>

// ours

/** Whether requests should be sent here. `reasons` is empty exactly when it is ready. */
export const Readiness = z
  .object({
    status: z.enum(['ready', 'not_ready']),
    timestamp: Timestamp,
    version: z.string(),
    reasons: z.array(z.string()),
    dependencies: z.array(
      z.object({
        name: z.enum(['database', 'migrations', 'files', 'queue']),
        ready: z.boolean(),
        problem: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'Readiness' })
export type Readiness = z.infer<typeof Readiness>
