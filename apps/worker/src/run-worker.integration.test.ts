import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { DEFAULT_WORKSPACE, type Job, openPlatform, readConfiguration } from '@zerosec/jobs'
import { expect, it } from 'vitest'
import { describeWithPostgres, ownDatabase } from '../../../test/own-database.ts'
import { checkMetrics, HAS_PROMTOOL } from '../../../test/promtool.ts'
import { runWorker } from './run-worker.ts'

const DATABASE_URL = await ownDatabase()

describeWithPostgres('a worker beside an API', () => {
  it('runs what the other one submits, and shows how it does and how it is', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'zerosec-test-'))
    const environment = { ZEROSEC_DATA: folder, DATABASE_URL, ZEROSEC_LOG: 'silent', ZEROSEC_WORKERS: '3' }
    const platform = await openPlatform(readConfiguration(environment))
    const worker = await runWorker({ configuration: readConfiguration({ ...environment, ZEROSEC_WORKER_PORT: '0' }) })
    const { jobs } = platform.within(DEFAULT_WORKSPACE)
    const jobId = randomUUID()
    const inputKey = `inputs/${jobId}/empty.csv`
    await platform.files.write(platform.files.inputBucket, inputKey, Readable.from([]), 1)
    const parameters = { target_column: 'y' }
    const input = { inputBucket: platform.files.inputBucket, inputKey }
    await jobs.submit({ jobId, jobType: 'linear_analysis', ...input, parameters })
    const end = await new Promise<Job>((resolve) => {
      jobs.watch(jobId, (job) => job.completedAt && resolve(job))
    })
    expect(end).toMatchObject({ status: 'failed', errorCode: 'file_empty' })

    expect(worker.watchedAt).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    const ended = 'zerosec_attempt_duration_seconds_count{job_type="linear_analysis",outcome="failed"} 1\n'
    await expect.poll(() => textOf(`${worker.watchedAt}/metrics`)).toContain(ended)
    const metrics = await textOf(`${worker.watchedAt}/metrics`)
    expect(metrics).toContain('zerosec_attempts_started_total{job_type="linear_analysis"} 1\n')
    expect(metrics).toContain('zerosec_slots{state="free"} 3\n')
    if (HAS_PROMTOOL) expect(checkMetrics(metrics)).toEqual({ status: 0, words: '' })
    expect(await textOf(`${worker.watchedAt}/health`)).toContain('"status":"healthy"')
    await expect.poll(() => textOf(`${worker.watchedAt}/health/ready`)).toContain('"status":"ready"')
    expect(await platform.statistics()).toMatchObject({ workers: [{ slots: 3 }] })

    await worker.close()
    await expect(fetch(`${worker.watchedAt}/health`)).rejects.toThrow('fetch failed')
    await expect.poll(() => platform.statistics(), { timeout: 5000 }).toMatchObject({ workers: [] })
    await platform.close()
    rmSync(folder, { recursive: true })
  })
})

async function textOf(url: string): Promise<string> {
  return (await fetch(url)).text()
}
