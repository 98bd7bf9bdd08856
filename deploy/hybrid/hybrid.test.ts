import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readWarehouseSettings } from '../../packages/commerce/src/warehouse/warehouse-settings.ts'
import type { RecordedResource } from '../plan/recorded-resource.ts'
import { recordedResources } from '../plan/stacks.ts'
import { GCP_RULES } from '../policy/gcp/gcp-rules.ts'
import { violationsOf } from '../policy/judge.ts'
import { externalAccount } from './external-account.ts'
import { EXAMPLE } from './settings.ts'
import { warehouseEnvironment } from './stack.ts'

describe('the hybrid stack', () => {
  let stack: readonly RecordedResource[]
  beforeAll(async () => {
    stack = await recordedResources('hybrid')
  })
  const keyOf = ({ type, name }: RecordedResource): string => `${type.slice(type.lastIndexOf(':') + 1)} ${name}`

  const ROLE = 'arn:aws:sts::123456789012:assumed-role/zerosec-analytics'
  const member = 'serviceAccount:zerosec-analytics@zerosec-example.iam.gserviceaccount.com'
  const EXPECTED: Readonly<Record<string, object>> = {
    'gcp gcp': { project: 'zerosec-example' },
    'Account analytics': { accountId: 'zerosec-analytics' },
    'Bucket facts': { location: 'EU', publicAccessPrevention: 'enforced' },
    'BucketIAMMember facts-analytics': { role: 'roles/storage.objectViewer', member },
    'BucketIAMMember publishing-analytics': { role: 'roles/storage.objectUser', member },
    'Dataset facts': { datasetId: 'zerosec', location: 'EU' },
    'DatasetIamMember facts-analytics': { role: 'roles/bigquery.dataViewer', member },
    'DatasetIamMember publishing-analytics': { role: 'roles/bigquery.dataEditor', member },
    'IAMMember queries-analytics': { role: 'roles/bigquery.jobUser', member },
    'IAMMember analytics-aws': {
      role: 'roles/iam.workloadIdentityUser',
      member: expect.stringMatching(new RegExp(`^principalSet://.*/attribute\\.aws_role/${ROLE}$`)),
    },
    'WorkloadIdentityPool aws': { workloadIdentityPoolId: 'zerosec-aws' },
    'WorkloadIdentityPoolProvider aws': {
      aws: { accountId: '123456789012' },
      attributeCondition: `attribute.aws_role == '${ROLE}'`,
    },
  }
  it.each(Object.keys(EXPECTED))('%s is as it should be', (key) =>
    expect(stack.find((one) => keyOf(one) === key)?.inputs).toMatchObject(EXPECTED[key]!),
  )

  it('has nothing that no line above names, but the services of Google that it uses and their log', () => {
    const others = stack.map(keyOf).filter((key) => !(key in EXPECTED) && !/^(Service|IAMAuditConfig) /.test(key))
    expect(others).toEqual([])
  })

  it('keeps every rule for Google Cloud', async () => {
    expect((await Promise.all(GCP_RULES.map((rule) => violationsOf(rule, stack)))).flat()).toEqual([])
  })

  it('names the settings of BigQuery to whoever asks', () => {
    const { project, dataset, location } = EXAMPLE
    expect(readWarehouseSettings('bigquery', warehouseEnvironment(EXAMPLE))).toMatchObject({
      project,
      dataset,
      location,
    })
  })
})

describe('a container of ECS at Google', () => {
  const KEYS = { AccessKeyId: 'AKIDEXAMPLE', SecretAccessKey: 'secret', Token: 'session' }
  let folder: string
  let server: Server
  let origin: string
  let asked: { readonly path: string; readonly body: string; readonly headers: IncomingMessage['headers'] }[]
  let keys: object
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hybrid-'))
    server = createServer(async (request, reply) => {
      const path = request.url!
      asked.push({ path, body: await text(request), headers: request.headers })
      const inAnHour = new Date(Date.now() + 3_600_000).toISOString()
      const answers: Record<string, object> = {
        '/role': keys,
        '/v1/token': { access_token: 'federated', token_type: 'Bearer', expires_in: 3600 },
        '/impersonate': { accessToken: 'of-the-account', expireTime: inAnHour },
      }
      reply.writeHead(path in answers ? 200 : 404, { 'content-type': 'application/json' })
      reply.end(JSON.stringify(answers[path] ?? {}))
    })
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const account = externalAccount(
      'projects/1/locations/global/workloadIdentityPools/zerosec-aws/providers/aws',
      'a@b',
    )
    const here = {
      ...account,
      token_url: `${origin}/v1/token`,
      service_account_impersonation_url: `${origin}/impersonate`,
    }
    writeFileSync(join(folder, 'account.json'), JSON.stringify(here))
  })
  beforeEach(() => {
    asked = []
    keys = KEYS
  })
  afterAll(() => {
    server.close()
    rmSync(folder, { recursive: true })
  })

  const ASK_GOOGLE = `const { GoogleAuth } = require('google-auth-library')
    new GoogleAuth({ scopes: 'https://www.googleapis.com/auth/bigquery' }).getAccessToken().then(console.log)`

  function withRole(
    command: readonly string[],
    environment: Record<string, string | undefined> = {},
  ): Promise<[number, string]> {
    const env = {
      PATH: process.env['PATH'],
      AWS_REGION: 'eu-central-1',
      // Else the client looks its project's name up at Google.
      GOOGLE_CLOUD_PROJECT: 'zerosec-example',
      GOOGLE_APPLICATION_CREDENTIALS: join(folder, 'account.json'),
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${origin}/role`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN: 'of-the-container',
      ...environment,
    }
    const args = [join(import.meta.dirname, 'with-aws-role.ts'), ...command]
    const cwd = join(import.meta.dirname, '../..')
    return new Promise((done) =>
      execFile(process.execPath, args, { env, cwd }, (error, out, err) => done([Number(error?.code ?? 0), out + err])),
    )
  }

  it('gets a token of the account for the keys of its role, by Google’s own client', async () => {
    expect(await withRole([process.execPath, '-e', ASK_GOOGLE])).toEqual([0, 'of-the-account\n'])
    expect(asked.map(({ path }) => path)).toEqual(['/role', '/v1/token', '/impersonate'])
    expect(asked[0]!.headers.authorization).toBe('of-the-container')
    const question = JSON.parse(decodeURIComponent(new URLSearchParams(asked[1]!.body).get('subject_token')!))
    expect(question.url).toMatch(/^https:\/\/sts\.eu-central-1\.amazonaws\.com\?Action=GetCallerIdentity/)
    expect(JSON.stringify(question.headers)).toContain('Credential=AKIDEXAMPLE/')
    expect(asked[1]!.body).not.toContain('secret')
  })

  it('ends as the command does, and tells what is missing before it starts one', async () => {
    const print = [process.execPath, '-e', 'process.exit(7)']
    expect(await withRole(print)).toEqual([7, ''])
    const nowhere = await withRole(print, { AWS_CONTAINER_CREDENTIALS_FULL_URI: undefined })
    expect(nowhere).toEqual([1, expect.stringMatching(/no container with a role/)])
    expect(await withRole(print, { AWS_CONTAINER_CREDENTIALS_FULL_URI: `${origin}/none` })).toEqual([
      1,
      expect.stringMatching(/answered 404/),
    ])
    keys = { AccessKeyId: 'AKIDEXAMPLE' }
    expect(await withRole(print)).toEqual([1, expect.stringMatching(/the role has no keys/)])
  })
})
