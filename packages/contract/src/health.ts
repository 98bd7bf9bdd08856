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
