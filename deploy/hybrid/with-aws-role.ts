import { spawn } from 'node:child_process'

/**
 * `node deploy/hybrid/with-aws-role.ts COMMAND…` runs a command with the keys of the container's role in its environment. Google's client asks
 * a machine for the keys of a role, but not ECS, which gives them to containers at an address of its own. They hold for hours: for
 * one run of a command, not for a service.
 */

interface Keys {
  readonly AccessKeyId: string
  readonly SecretAccessKey: string
  readonly Token: string
}

const CONTAINERS = 'http://169.254.170.2'
const TIMEOUT_MS = 5000

/** The address for this container's role, as AWS's own clients find it; undefined outside of ECS. */
function addressOfKeys(environment: NodeJS.ProcessEnv): string | undefined {
  const relative = environment['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI']
  return relative ? `${CONTAINERS}${relative}` : environment['AWS_CONTAINER_CREDENTIALS_FULL_URI']
}

async function keysAt(address: string, token: string | undefined): Promise<Keys> {
  const headers = token ? { authorization: token } : {}
  const reply = await fetch(address, { headers, signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'error' })
  if (!reply.ok)
    throw new Error(`${new URL(address).host} answered ${reply.status} to a question for the keys of the role`)
  const keys = (await reply.json()) as Partial<Keys>
  if (!keys.AccessKeyId || !keys.SecretAccessKey || !keys.Token) throw new Error('the role has no keys')
  return keys as Keys
}

async function environmentWithRole(environment: NodeJS.ProcessEnv): Promise<NodeJS.ProcessEnv> {
  const address = addressOfKeys(environment)
  if (address === undefined)
    throw new Error('this is no container with a role: AWS_CONTAINER_CREDENTIALS_RELATIVE_URI is not set')
  const keys = await keysAt(address, environment['AWS_CONTAINER_AUTHORIZATION_TOKEN'])
  return {
    ...environment,
    AWS_ACCESS_KEY_ID: keys.AccessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.SecretAccessKey,
    AWS_SESSION_TOKEN: keys.Token,
  }
}

const [command, ...args] = process.argv.slice(2)
try {
  if (command === undefined) throw new Error('usage: node deploy/hybrid/with-aws-role.ts COMMAND…')
  const env = await environmentWithRole(process.env)
  const child = spawn(command, args, { env, stdio: 'inherit' })
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => child.kill(signal))
  child.on('error', ({ message }) => fail(message))
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === null ? 1 : 128)
  })
} catch (error) {
  fail(error instanceof Error ? error.message : String(error))
}

function fail(problem: string): void {
  process.stderr.write(`error: ${problem}\n`)
  process.exitCode = 1
}
