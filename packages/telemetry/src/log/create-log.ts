import type { Writable } from 'node:stream'
import { type Logger, pino } from 'pino'
import { withoutSecrets } from './without-secrets.ts'

/**
 * JSON lines on standard error, secrets hidden; standard output belongs to what the process is asked to print.
 *
 * @param name  of the process among those that log to one place: `api`, `worker`
 */
export function createLog(level: string, name: string, destination: Writable = process.stderr): Logger {
  return pino(
    {
      level,
      name,
      serializers: { req: ({ method, url }: { method: string; url: string }) => ({ method, path: pathOf(url) }) },
      hooks: { streamWrite: withoutSecrets },
    },
    destination,
  )
}

/** The query of a signed URL is a credential. */
function pathOf(url: string): string {
  return url.split('?', 1)[0] ?? ''
}
