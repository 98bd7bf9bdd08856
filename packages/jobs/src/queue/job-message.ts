import { type JobMessage, JobMessageId } from '@zerosec/contract'
import type { Selectable } from 'kysely'
import type { JobsTable } from '../database/schema.ts'

/** Of one message, and of all messages of one request together. Queues may be set to take more, none takes less unless told to. */
export const MOST_BYTES = 256 * 1024

/** SQS takes what XML 1.0 does. JSON has escaped the other characters that XML lacks. */
const NOT_IN_XML = /[\uFFFE\uFFFF]/g

export type MessageRow = Pick<
  Selectable<JobsTable>,
  'job_id' | 'job_type' | 'input_bucket' | 'input_key' | 'output_bucket' | 'parameters'
>

/** The text of a job's message. Parameters that don't fit are left out, which the message then says. */
export function messageOf(row: MessageRow): string {
  const message: JobMessage = {
    job_id: row.job_id,
    job_type: row.job_type,
    input: { bucket: row.input_bucket, key: row.input_key },
    output: { bucket: row.output_bucket },
  }
  const whole = textOf({ ...message, parameters: row.parameters })
  return Buffer.byteLength(whole) <= MOST_BYTES ? whole : textOf({ ...message, parameters_left_out: true })
}

/** The job that a message is for; undefined when it isn't one of ours. */
export function jobIdOf(body: string): string | undefined {
  try {
    return JobMessageId.parse(JSON.parse(body)).job_id
  } catch {
    return undefined
  }
}

function textOf(message: JobMessage): string {
  return JSON.stringify(message).replace(NOT_IN_XML, (character) => `\\u${character.charCodeAt(0).toString(16)}`)
}
