import { z } from 'zod'

/** Settings of what is kept for how long. Part of the one list of settings. */
export const RETENTION_SETTINGS = {
  retentionDays: {
    name: 'ZEROSEC_RETENTION_DAYS',
    default: '0',
    description: 'Days after which a job that has ended is deleted with its files; 0 keeps them for ever.',
    schema: z.coerce.number<string>().int().min(0).max(36_500),
  },
} as const
