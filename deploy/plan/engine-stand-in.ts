import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { MockMonitor } from '@pulumi/pulumi/runtime/mocks.js'
import { answerOf, lookUp } from './provider-answers.ts'

/** Pulumi's protocol comes with Pulumi, as CommonJS without types that would help. */
const require = createRequire(createRequire(import.meta.url).resolve('@pulumi/pulumi'))
const HOST = join(import.meta.dirname, '../node_modules/@pulumi/pulumi/cmd/run')

type Answer = (error: Error | null, message: object) => void
type Handlers = Record<string, (call: { request: unknown }, answer: Answer) => void>

export interface HostRun {
  readonly exitCode: number
  /** `aws:ec2/vpc:Vpc vpc`, sorted. */
  readonly made: readonly string[]
  /** Warnings and errors, and what it wrote itself. */
  readonly told: string
}

/**
 * Runs a program as `pulumi up` does: Pulumi's own host loads the folder's `index.ts` and talks to an engine over gRPC, which here is played.
 * It shows that the host can load the program and read its settings; what the resources are, `record` shows.
 *
 * @param settings  by `zerosec:name`, as texts
 */
export async function runInLanguageHost(folder: string, settings: Readonly<Record<string, string>>): Promise<HostRun> {
  const made: string[] = []
  const log: string[] = []
  const { server, port } = await startEngine(made, log)
  const where = [
    '--monitor',
    `127.0.0.1:${port}`,
    '--engine',
    `127.0.0.1:${port}`,
    '--project',
    'zerosec',
    '--stack',
    'test',
  ]
  const host = spawn(process.execPath, [HOST, ...where, '--pwd', folder, 'index.ts'], {
    env: { ...process.env, PULUMI_CONFIG: JSON.stringify(settings) },
  })
  const [told, complaints, [exitCode]] = await Promise.all([text(host.stdout), text(host.stderr), once(host, 'exit')])
  server.forceShutdown()
  return { exitCode: exitCode as number, made: made.toSorted(), told: [...log, told, complaints].join('\n') }
}

async function startEngine(
  made: string[],
  log: string[],
): Promise<{ server: { forceShutdown(): void }; port: number }> {
  const { Server, ServerCredentials } = require('@grpc/grpc-js')
  const { ResourceMonitorService } = require('@pulumi/pulumi/proto/resource_grpc_pb.js')
  const { EngineService } = require('@pulumi/pulumi/proto/engine_grpc_pb.js')
  const server = new Server()
  server.addService(ResourceMonitorService, monitor(made))
  server.addService(EngineService, engine(log))
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error: Error | null, bound: number) =>
      error ? reject(error) : resolve(bound),
    )
  })
  return { server, port }
}

/** Pulumi's own monitor for tests, behind a socket. */
function monitor(made: string[]): Handlers {
  const { Empty } = require('google-protobuf/google/protobuf/empty_pb.js')
  const { SupportsFeatureResponse } = require('@pulumi/pulumi/proto/resource_pb.js')
  const played = new MockMonitor({
    newResource({ type, name, inputs, custom }) {
      if (custom !== false) made.push(`${type} ${name}`)
      return answerOf(type, name, inputs)
    },
    call: ({ token, inputs }) => lookUp(token, inputs as Record<string, unknown>),
  })
  return {
    getDeploymentInfo: ({ request }, answer) => played.getDeploymentInfo(request, answer),
    supportsFeature: ({ request }, answer) => {
      const response = new SupportsFeatureResponse()
      response.setHassupport((request as { getId(): string }).getId() === 'secrets')
      answer(null, response)
    },
    invoke: ({ request }, answer) => void played.invoke(request, answer),
    registerResource: ({ request }, answer) => void played.registerResource(request, answer),
    registerResourceOutputs: (_, answer) => answer(null, new Empty()),
    signalAndWaitForShutdown: (_, answer) => answer(null, new Empty()),
  }
}

function engine(log: string[]): Handlers {
  const { Empty } = require('google-protobuf/google/protobuf/empty_pb.js')
  const messages = require('@pulumi/pulumi/proto/engine_pb.js')
  return {
    log: ({ request }, answer) => {
      const message = request as { getMessage(): string; getSeverity(): number }
      if (message.getSeverity() >= messages.LogSeverity.WARNING) log.push(message.getMessage())
      answer(null, new Empty())
    },
    getRootResource: (_, answer) => answer(null, new messages.GetRootResourceResponse()),
    setRootResource: (_, answer) => answer(null, new messages.SetRootResourceResponse()),
  }
}
