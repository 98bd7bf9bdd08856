import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import * as contract from './index.ts'

const JOB_ID = '2f1c1c5e-7f0e-4b6a-9d7e-0d5c8a1b2c3d'
const NOW = '2026-01-02T03:04:05.678Z'

/** What existing clients read of each reply, field by field: a field more or less is a break. */
const REPLIES: [string, z.ZodObject, Record<string, unknown>][] = [
  ['health', contract.Health, { status: 'healthy', timestamp: NOW, version: '1.0.0', database_connected: true }],
  [
    'presign/upload',
    contract.PresignUploadResponse,
    { job_id: JOB_ID, bucket: 'b', key: `inputs/${JOB_ID}/a.csv`, url: 'http://127.0.0.1/files/a', expires_in: 3600 },
  ],
  ['jobs', contract.SubmitJobResponse, { job_id: JOB_ID, status: 'queued', message: 'queued' }],
  [
    'status',
    contract.JobStatusResponse,
    {
      job_id: JOB_ID,
      status: 'running',
      progress_percent: 40,
      status_message: 'fold 2',
      updated_at: NOW,
      error_message: null,
    },
  ],
  ['artifacts', contract.ArtifactsResponse, { job_id: JOB_ID, artifacts: [] }],
  [
    'artifact',
    contract.Artifact,
    {
      file_key: `outputs/${JOB_ID}/1/report.xlsx`,
      file_name: 'report.xlsx',
      file_type: 'xlsx',
      size_bytes: 9,
      created_at: NOW,
    },
  ],
  [
    'presign/download',
    contract.PresignDownloadResponse,
    { url: 'http://127.0.0.1/files/a', expires_in: 3600, file_name: 'report.xlsx' },
  ],
  [
    'error',
    contract.ErrorResponse,
    { error: 'JobUnknown', code: 'job_unknown', message: 'm', details: {}, timestamp: NOW },
  ],
]

describe('what the earlier system promised', () => {
  it.each(REPLIES)('%s has exactly its fields, all of them always there', (_, schema, reply) => {
    expect(Object.keys(schema.shape).sort()).toEqual(Object.keys(reply).sort())
    expect(schema.parse(reply)).toEqual(reply)
    for (const field of Object.keys(reply)) {
      expect({ field, ...schema.safeParse({ ...reply, [field]: undefined }) }).toMatchObject({ field, success: false })
    }
  })

  it('has the statuses and file types that clients know, ours only added', () => {
    expect(contract.JOB_STATUSES).toEqual([
      'queued',
      'running',
      'uploading_outputs',
      'completed',
      'failed',
      'cancelled',
    ])
    expect(contract.ARTIFACT_TYPES.slice(0, 7)).toEqual(['xlsx', 'csv', 'png', 'json', 'db', 'html', 'pdf'])
    expect(contract.UPLOAD_EXTENSIONS).toEqual(
      expect.arrayContaining(['csv', 'xlsx', 'xls', 'tsv', 'txt', 'parquet', 'json']),
    )
    expect(contract.BASE_PATH).toBe('/api/v1')
  })

  it('fills in what clients leave out', () => {
    expect(contract.PresignUploadRequest.parse({ filename: 'a.csv' })).toEqual({
      filename: 'a.csv',
      content_type: 'text/csv',
    })
    const submission = { job_id: JOB_ID, job_type: 'linear_analysis', input_bucket: 'b', input_key: 'k' }
    expect(contract.SubmitJobRequest.parse(submission)).toEqual({ ...submission, parameters: {} })
  })

  it('takes what clients send beside it without a word', () => {
    const submission = { job_id: JOB_ID, job_type: 'x', input_bucket: 'b', input_key: 'k', parameters: { a: 1 } }
    expect(contract.SubmitJobRequest.parse({ ...submission, client_version: '0.9' })).toEqual(submission)
  })

  it.each([
    ['an empty name', { filename: '' }],
    ['256 characters', { filename: 'a'.repeat(256) }],
    ['no name', {}],
  ])('refuses to presign %s', (_, request) => {
    expect(contract.PresignUploadRequest.safeParse(request).success).toBe(false)
  })
})

it('a job is over when it is completed, failed or cancelled', () => {
  expect(contract.JOB_STATUSES.filter(contract.isFinal)).toEqual(['completed', 'failed', 'cancelled'])
})
