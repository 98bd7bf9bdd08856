import { type Logger, pino } from 'pino'

/** JSON lines on standard error; standard output belongs to what the process is asked to print. */
export function createLog(level: string): Logger {
  return pino(
    {
      level,
      serializers: { req: ({ method, url }: { method: string; url: string }) => ({ method, path: pathOf(url) }) },
    },
    process.stderr,
  )
}

/** The query of a signed URL is a credential: it stays out of the log. */
function pathOf(url: string): string {
  return url.split('?', 1)[0] ?? ''
}
