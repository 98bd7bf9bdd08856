import { CodedError } from '@zerosec/errors'
import type { Job } from '../job.ts'

/** The place after a job (or a project) in the list, newest first, as an opaque text. */
export function cursorAfter({ createdAt, jobId }: Pick<Job, 'createdAt' | 'jobId'>): string {
  return Buffer.from(`${createdAt.toISOString()} ${jobId}`).toString('base64url')
}

/** @throws CodedError request_invalid */
export function readCursor(cursor: string): { createdAt: Date; jobId: string } {
  const text = Buffer.from(cursor, 'base64url').toString()
  const [, time, jobId] = /^(\d{4}-\d\d-\d\dT[\d:.]+Z) ([\w-]{1,36})$/.exec(text) ?? []
  const createdAt = new Date(time ?? Number.NaN)
  if (jobId === undefined || Number.isNaN(createdAt.getTime())) {
    throw new CodedError('request_invalid', {
      problem: 'cursor is not the `next` of a page before; leave it out to start again',
    })
  }
  return { createdAt, jobId }
}
