import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fastify from 'fastify'
import pg from 'pg'
import { serve } from '../../apps/api/src/serve.ts'
import { readConfiguration } from '../../packages/jobs/src/configuration.ts'

/**
 * Our API without a worker, and beside it the least that answers the same: a route of Fastify's that asks the same database for the same
 * columns. `node status-process.ts <database> <job id>`; tells both addresses.
 */
const [, , databaseUrl = '', jobId = ''] = process.argv

const service = await serve({
  configuration: readConfiguration({
    ZEROSEC_DATA: mkdtempSync(join(tmpdir(), 'zerosec-bench-')),
    DATABASE_URL: databaseUrl,
    ZEROSEC_PORT: '0',
    ZEROSEC_AUTH: 'off',
    ZEROSEC_REQUESTS_PER_MINUTE: '1000000',
  }),
  worker: false,
  print: () => {},
})

const pool = new pg.Pool({ connectionString: databaseUrl, max: 10 })
const bare = fastify()
bare.get<{ Params: { id: string } }>('/jobs/:id/status', async (request, reply) => {
  const { rows } = await pool.query('select * from jobs where job_id = $1', [request.params.id])
  const [job] = rows as [Record<string, unknown> | undefined]
  if (!job) return reply.code(404).send()
  return {
    job_id: job['job_id'],
    status: job['status'],
    progress_percent: job['progress_percent'],
    status_message: job['status_message'],
    updated_at: job['updated_at'],
    error_message: job['error_message'],
  }
})
const bareUrl = await bare.listen({ port: 0, host: '127.0.0.1' })
process.send!({ ours: `${service.url}/api/v1/jobs/${jobId}/status`, bare: `${bareUrl}/jobs/${jobId}/status` })
