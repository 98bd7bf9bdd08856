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

/** That requests should be sent here; else the answer is `service_unavailable`, whose details say of each dependency what is wrong. */
export const Readiness = z
  .object({
    status: z.literal('ready'),
    timestamp: Timestamp,
    version: z.string(),
    dependencies: z.array(z.string()).describe('what was looked at'),
  })
  .meta({ id: 'Readiness' })
export type Readiness = z.infer<typeof Readiness>
