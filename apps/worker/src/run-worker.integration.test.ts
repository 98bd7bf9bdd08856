import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { DEFAULT_WORKSPACE, type Job, openPlatform, readConfiguration } from '@zerosec/jobs'
import { describe, expect, it } from 'vitest'
import { runWorker } from './run-worker.ts'

const DATABASE_URL = process.env['ZEROSEC_TEST_DATABASE_URL']

describe.skipIf(DATABASE_URL === undefined)(
  'a worker beside an API (skipped where ZEROSEC_TEST_DATABASE_URL is not set)',
  () => {
    it('runs what the other one submits', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'zerosec-test-'))
      const configuration = readConfiguration({ ZEROSEC_DATA: folder, DATABASE_URL, ZEROSEC_LOG: 'silent' })
      const platform = await openPlatform(configuration)
      const worker = await runWorker({ configuration })
      const jobId = randomUUID()
      const inputKey = `inputs/${jobId}/empty.csv`
      await platform.files.write(platform.files.inputBucket, inputKey, Readable.from([]), 1)
      const parameters = { target_column: 'y' }
      const input = { inputBucket: platform.files.inputBucket, inputKey }
      await platform.within(DEFAULT_WORKSPACE).jobs.submit({ jobId, jobType: 'linear_analysis', ...input, parameters })
      const end = await new Promise<Job>((resolve) => {
        platform.within(DEFAULT_WORKSPACE).jobs.watch(jobId, (job) => job.completedAt && resolve(job))
      })
      expect(end).toMatchObject({ status: 'failed', errorCode: 'file_empty' })
      await worker.close()
      await platform.close()
      rmSync(folder, { recursive: true })
    })
  },
)
