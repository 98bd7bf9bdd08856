import { afterEach, expect, it, vi } from 'vitest'
import { type S3Server, startS3Server } from '../../../../test/s3-server.ts'
import { readConfiguration } from '../configuration.ts'
import { checkS3Files } from './check-files.ts'

let server: S3Server | undefined
afterEach(async () => {
  vi.unstubAllEnvs()
  await server?.stop()
})

it.each([
  ['knows conditional writes', true],
  ['does not', false],
])('tells whether a store %s, and leaves nothing in its buckets', async (_, conditionalWrites) => {
  server = await startS3Server({ conditionalWrites })
  for (const bucket of ['acme-in', 'acme-out']) server.createBucket(bucket)
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) vi.stubEnv(name, 'key')
  const configuration = readConfiguration({
    ZEROSEC_FILES: 's3',
    ZEROSEC_S3_INPUT_BUCKET: 'acme-in',
    ZEROSEC_S3_OUTPUT_BUCKET: 'acme-out',
    ZEROSEC_S3_ENDPOINT: server.endpoint,
  })
  expect(await checkS3Files(configuration)).toEqual({ buckets: ['acme-in', 'acme-out'], keepsFirst: conditionalWrites })
  const list = await fetch(`${server.endpoint}/acme-in?list-type=2`)
  expect(await list.text()).toContain('<KeyCount>0</KeyCount>')
})
