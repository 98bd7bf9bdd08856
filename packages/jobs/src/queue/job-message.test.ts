import { describe, expect, it } from 'vitest'
import { jobIdOf, MOST_BYTES, messageOf } from './job-message.ts'
import { batchesOf } from './outbox-relay.ts'

const JOB_ID = '6f1c1a52-6c36-4a9e-a9f5-27a3a9a5d0c7'
const row = (parameters: Record<string, unknown>) => ({
  job_id: JOB_ID,
  job_type: 'linear_analysis',
  input_bucket: 'in',
  input_key: `inputs/${JOB_ID}/強度.csv`,
  output_bucket: 'out',
  parameters,
})

describe("a job's message", () => {
  it('has the fields of the contract, in its order, and no others', () => {
    expect(messageOf(row({ target_column: '強度', cv_splits: 5 }))).toBe(
      `{"job_id":"${JOB_ID}","job_type":"linear_analysis","input":{"bucket":"in","key":"inputs/${JOB_ID}/強度.csv"},` +
        '"output":{"bucket":"out"},"parameters":{"target_column":"強度","cv_splits":5}}',
    )
  })

  it('is as large as SQS takes, and says when it had to leave the parameters out', () => {
    const free = MOST_BYTES - Buffer.byteLength(messageOf(row({ objective: '' })))
    const largest = messageOf(row({ objective: 'x'.repeat(free) }))
    expect(Buffer.byteLength(largest)).toBe(MOST_BYTES)
    expect(JSON.parse(largest).parameters.objective).toHaveLength(free)
    const cut = JSON.parse(messageOf(row({ objective: 'x'.repeat(free + 1) })))
    expect(Object.keys(cut)).toEqual(['job_id', 'job_type', 'input', 'output', 'parameters_left_out'])
    expect(cut.parameters_left_out).toBe(true)
  })

  it('has no character that SQS refuses, and loses none', () => {
    const objective = '\u0000\u000b\ud800\ufffe\uffff\u{1f600}'
    const message = messageOf(row({ objective }))
    expect(message).not.toMatch(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u)
    expect(JSON.parse(message).parameters.objective).toBe(objective)
  })

  it('tells its job', () => {
    expect(jobIdOf(messageOf(row({})))).toBe(JOB_ID)
  })

  it.each([
    '',
    'no JSON',
    'null',
    '[]',
    '"text"',
    '{}',
    '{"job_id":null}',
    '{"job_id":"1"}',
    `{"job_id":"${JOB_ID}\\u0000"}`,
    `{"job_id":["${JOB_ID}"]}`,
    `{"__proto__":{"job_id":"${JOB_ID}"}}`,
  ])('is not %s', (body) => {
    expect(jobIdOf(body)).toBeUndefined()
  })
})

describe('a request', () => {
  const sizes = (bytes: readonly number[]): number[][] =>
    batchesOf(bytes.map((size, i) => ({ id: String(i), body: 'x'.repeat(size) }))).map((batch) =>
      batch.map(({ body }) => body.length),
    )

  it.each([
    [[], []],
    [[10, 20], [[10, 20]]],
    [[MOST_BYTES], [[MOST_BYTES]]],
    [
      [MOST_BYTES - 1, 1, 1],
      [[MOST_BYTES - 1, 1], [1]],
    ],
    [
      [MOST_BYTES, MOST_BYTES],
      [[MOST_BYTES], [MOST_BYTES]],
    ],
  ])('takes no more bytes than SQS does: messages of %j', (bytes, expected) => {
    expect(sizes(bytes)).toEqual(expected)
  })
})
