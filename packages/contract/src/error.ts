import { z } from 'zod'
import { Timestamp } from './fields.ts'

/** What every call answers when it fails. */
export const ErrorResponse = z
  .object({
    error: z
      .string()
      .describe('the name of the error: its code in PascalCase; below /v2 the message, as that protocol has it'),
    code: z.string().describe('stable; docs/errors.md lists them'),
    message: z.string().describe('what is wrong and what to do'),
    details: z.record(z.string(), z.unknown()).describe('for programs: what the message was filled in with'),
    timestamp: Timestamp,
  })
  .meta({ id: 'Error' })
export type ErrorResponse = z.infer<typeof ErrorResponse>
