import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { GCP_RULES } from './gcp/gcp-rules.ts'
import { RULES } from './rules.ts'

/** The host that `pulumi up --policy-pack` starts, asked over gRPC as Pulumi's engine asks it. */
const require = createRequire(import.meta.url)
const HOST = join(import.meta.dirname, '../node_modules/@pulumi/pulumi/cmd/run-policy-pack')

interface Message {
  getPoliciesList(): { getName(): string }[]
  getDiagnosticsList(): { getPolicyname(): string; getMessage(): string }[]
}
type Call = (request: unknown, answer: (error: Error | null, message: Message) => void) => void

let host: ChildProcess
let client: { getAnalyzerInfo: Call; analyze: Call; close(): void }

beforeAll(async () => {
  host = spawn(process.execPath, [HOST, '127.0.0.1:1', '.'], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [port] = (await once(createInterface(host.stdout!), 'line')) as [string]
  const { AnalyzerClient } = require('@pulumi/pulumi/proto/analyzer_grpc_pb.js')
  const { credentials } = require('@grpc/grpc-js')
  client = new AnalyzerClient(`127.0.0.1:${port}`, credentials.createInsecure())
})
afterAll(async () => {
  client.close()
  host.kill()
  await once(host, 'exit')
})

const ask = (call: 'getAnalyzerInfo' | 'analyze', request: unknown): Promise<Message> =>
  new Promise((resolve, reject) => client[call](request, (error, answer) => (error ? reject(error) : resolve(answer))))

it("Pulumi's own host loads the pack with every rule, none under the name of another", async () => {
  const { Empty } = require('google-protobuf/google/protobuf/empty_pb.js')
  const info = await ask('getAnalyzerInfo', new Empty())
  const names = info.getPoliciesList().map((policy) => policy.getName())
  expect(names).toEqual([...RULES, ...GCP_RULES].map(({ name }) => name))
  expect(names.toSorted()).toEqual([...new Set(names)].toSorted())
})

it('and refuses a queue that is not encrypted', async () => {
  const { AnalyzeRequest, AnalyzerResourceOptions } = require('@pulumi/pulumi/proto/analyzer_pb.js')
  const { Struct } = require('google-protobuf/google/protobuf/struct_pb.js')
  const request = new AnalyzeRequest()
  request.setOptions(new AnalyzerResourceOptions())
  request.setType('aws:sqs/queue:Queue')
  request.setUrn('urn:pulumi:plan::zerosec::aws:sqs/queue:Queue::jobs')
  request.setName('jobs')
  request.setProperties(Struct.fromJavaScript({}))
  const found = (await ask('analyze', request)).getDiagnosticsList()
  expect(found.map((one) => one.getPolicyname())).toEqual(['queues-encrypted'])
})
