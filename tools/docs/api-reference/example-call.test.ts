import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Api } from '../../../apps/api/src/api.ts'
import { createApi } from '../../../apps/api/src/create-api.ts'
import { SETTINGS, untouchedPlatform } from '../../../apps/api/test/untouched-platform.ts'
import { curlText, exampleCall } from './example-call.ts'
import { callsOf, OPEN_API_DOCUMENT } from './open-api-document.ts'

let api: Api
let dataFolder: string
beforeAll(async () => {
  dataFolder = mkdtempSync(join(tmpdir(), 'zerosec-reference-'))
  api = await createApi(untouchedPlatform, { ...SETTINGS, commerce: { dataFolder, memoryMb: 128 } })
})
afterAll(async () => {
  await api.close()
  rmSync(dataFolder, { recursive: true })
})

const calls = callsOf(OPEN_API_DOCUMENT).map((call) => ({
  name: `${call.method} ${call.path}`,
  example: exampleCall(call, OPEN_API_DOCUMENT),
}))

/** Of a body or parameter that is not as the API wants it. That a platform fails, or has no such job, is another matter. */
const OF_ITS_FORM = new Set([400, 405, 413, 415, 422])

const OTHER_IDS: Readonly<Record<string, string>> = { $ITEM_ID: '1' }

/** A call without them can't be refused for its form; a made-up shop of 20,000 orders takes a while. */
const withValues = calls.filter(
  ({ name, example: { body, query } }) =>
    (body !== undefined || Object.keys(query).length > 0) && !name.endsWith('/commerce/demo'),
)

it('the example of each call is a request that the API takes: none is refused for its form', async () => {
  const refused = []
  for (const { name, example } of withValues) {
    const fill = (text: string): string => text.replace(/\$[A-Z_]+/g, (name) => OTHER_IDS[name] ?? randomUUID())
    const payload =
      example.body === undefined ? {} : { payload: JSON.parse(fill(JSON.stringify(example.body))) as object }
    const reply = await api.inject({
      method: example.method as 'POST',
      url: fill(example.path),
      query: example.query,
      ...payload,
    })
    if (OF_ITS_FORM.has(reply.statusCode)) refused.push({ name, status: reply.statusCode, body: reply.body })
  }
  expect(refused).toEqual([])
})

it('a shell reads each example, and sends what it says', () => {
  const script = calls.map(({ name, example }) => `echo '${name}'\n${curlText(example)}\n`).join('\n')
  const { stdout, status } = spawnSync('bash', ['-c', `curl() { printf '%s\\n' "\${@: -1}"; }\n${script}`], {
    encoding: 'utf8',
    env: { ...process.env, JOB_ID: 'the-job', BUCKET: 'the-bucket', KEY_OF_FILE: 'the/key' },
  })
  expect(status).toBe(0)
  const sent = stdout.split('\n')
  expect(JSON.parse(sent[sent.indexOf('POST /api/v1/jobs') + 1]!)).toEqual({
    job_id: 'the-job',
    job_type: 'linear_analysis',
    input_bucket: 'the-bucket',
    input_key: 'the/key',
    parameters: { target_column: 'strength' },
  })
})
