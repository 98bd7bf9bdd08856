import { get } from 'node:http'

/** Below the shortest timeout of the images' HEALTHCHECK. */
const TIMEOUT_MS = 4000

/**
 * `node healthcheck.ts <port> <path>`: whether the container's own service answers with 200. The images have no shell and no curl.
 */
const [port = '8000', path = '/health'] = process.argv.slice(2)
const request = get({ host: '127.0.0.1', port, path, timeout: TIMEOUT_MS }, (reply) => {
  reply.resume()
  if (reply.statusCode !== 200) fail(`${path} answered ${reply.statusCode}`)
})
request.on('timeout', () => request.destroy(new Error(`no answer within ${TIMEOUT_MS} ms`)))
request.on('error', (error) => fail(error.message))

function fail(problem: string): void {
  process.stderr.write(`${problem}\n`)
  process.exitCode = 1
}
