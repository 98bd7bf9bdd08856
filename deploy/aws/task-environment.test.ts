import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer, rootCertificates } from 'node:tls'
import { promisify } from 'node:util'
import { fastify } from 'fastify'
import pg from 'pg'
import { afterEach, expect, it, vi } from 'vitest'
import { readWarehouseSettings } from '../../packages/commerce/src/warehouse/warehouse-settings.ts'
import { describeConfiguration, readConfiguration } from '../../packages/jobs/src/configuration.ts'
import { recordedResources } from '../plan/stacks.ts'
import { ENVIRONMENT } from './ec2/user-data.ts'
import { trusting } from './ecs/trust.ts'

const OF_OTHERS = new Set(['AWS_REGION', 'NODE_OPTIONS', 'DATABASE_CA'])
const SETTINGS = new Set(describeConfiguration({}).map(({ name }) => name))

afterEach(() => vi.unstubAllEnvs())

async function environmentOf(task: 'api' | 'worker'): Promise<Record<string, string>> {
  const resources = await recordedResources('ecs')
  const found = resources.find(({ type, name }) => type === 'aws:ecs/taskDefinition:TaskDefinition' && name === task)
  const [container] = JSON.parse(String(found?.inputs['containerDefinitions'])) as [
    { environment: { name: string; value: string }[] },
  ]
  return Object.fromEntries(container.environment.map(({ name, value }) => [name, value]))
}

it.each(['api', 'worker'] as const)(
  'the %s of ECS gets settings that there are, with values that are taken',
  async (task) => {
    const environment = await environmentOf(task)
    const unknown = Object.keys(environment).filter((name) => !SETTINGS.has(name) && !OF_OTHERS.has(name))
    expect(unknown.filter((name) => !name.startsWith('ZEROSEC_ATHENA_'))).toEqual([])
    expect(readConfiguration(environment)).toMatchObject({
      queue: 'sqs',
      files: 's3',
      s3InputBucket: 'inputs',
      logLevel: 'info',
    })
  },
)

it('the API of ECS finds the tables of Athena', async () => {
  expect(readWarehouseSettings('athena', await environmentOf('api'))).toMatchObject({
    database: 'zerosec_shop',
    workgroup: 'zerosec',
  })
})

it.each(['10.0.11.9', '64.252.64.9'])(
  'the API takes the last address that CloudFront names for the user, where the load balancer saw CloudFront as %s',
  async (edge) => {
    const { trustProxy } = readConfiguration(await environmentOf('api'))
    const api = fastify({ trustProxy }).get('/', ({ ip }) => ip)
    const headers = { 'x-forwarded-for': `127.0.0.1, 203.0.113.7, ${edge}` }
    expect((await api.inject({ url: '/', remoteAddress: '10.0.12.1', headers })).body).toBe('203.0.113.7')
  },
)

it('a worker ends before Fargate ends it', async () => {
  expect(readConfiguration(await environmentOf('worker')).graceSeconds).toBeLessThan(120)
})

it('the machine gets settings that there are, with values that are taken and fit into its container', () => {
  expect(Object.keys(ENVIRONMENT).filter((name) => !SETTINGS.has(name))).toEqual([])
  const { workers, jobMemoryMb, commerceMemoryMb, modelMemoryMb } = readConfiguration(ENVIRONMENT)
  // the container has 1400 MB, and the process itself takes some 250
  expect(workers * jobMemoryMb + commerceMemoryMb + modelMemoryMb).toBeLessThan(1400 - 250)
})

it('the URL of the database has no password, and the driver takes it from PGPASSWORD, over TLS that it verifies', async () => {
  vi.stubEnv('PGPASSWORD', 'from Secrets Manager')
  const { DATABASE_URL } = await environmentOf('api')
  const client = new pg.Client({ connectionString: DATABASE_URL! })
  expect(new URL(DATABASE_URL!).password).toBe('')
  expect([client.user, client.password, client.database]).toEqual(['zerosec', 'from Secrets Manager', 'zerosec'])
  expect(client.ssl).toEqual({})
})

const hasOpenssl = spawnSync('openssl', ['version']).status === 0

it.skipIf(!hasOpenssl)(
  'Node believes a server that an authority in DATABASE_CA has signed, and without it does not',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'zerosec-authority-'))
    const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')]
    const made = [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '1',
      '-subj',
      '/CN=localhost',
      '-addext',
      'subjectAltName=DNS:localhost',
    ]
    expect(spawnSync('openssl', [...made, '-keyout', key, '-out', certificate]).status).toBe(0)
    const authority = readFileSync(certificate, 'utf8')
    const server = createServer({ key: readFileSync(key), cert: authority }, (socket) => socket.end()).listen(0)
    const { port } = server.address() as AddressInfo
    const script = `
    const socket = require('node:tls').connect({ port: ${port}, host: 'localhost' })
    socket.on('secureConnect', () => { console.log('believed'); socket.end() })
    socket.on('error', ({ code }) => console.log(code))`
    // AWS publishes several in one file: the one that counts is the last
    expect(await run(script, trusting(`${rootCertificates[0]}\n${authority}`))).toBe('believed')
    expect(await run(script, { DATABASE_CA: authority })).toBe('DEPTH_ZERO_SELF_SIGNED_CERT')
    expect(await run(script, { ...trusting(authority), DATABASE_CA: '' })).toBe('DEPTH_ZERO_SELF_SIGNED_CERT')
    server.close()
    rmSync(folder, { recursive: true })
  },
)

async function run(script: string, environment: Record<string, string>): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', script], {
    env: { ...process.env, ...environment },
  })
  return stdout.trim()
}
