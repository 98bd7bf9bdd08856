import { CodedError, isErrorCode } from '@zerosec/errors'

/**
 * Tells the user what failed: the text on standard error and, for programs (`--json`), `{"error": {code, message, details}}` on
 * standard output. Returns the exit code.
 */
export function reportFailure(error: unknown, asJson: boolean): 1 | 2 | 3 {
  const coded = asCoded(error) ?? new CodedError('internal', { reference: 'the lines below' })
  process.stderr.write(`error: ${coded.message} (${coded.code})\n`)
  if (coded.code === 'internal') {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  }
  if (asJson) {
    const { code, message, details } = coded
    process.stdout.write(`${JSON.stringify({ error: { code, message, details } }, null, 2)}\n`)
  }
  return coded.exit
}

/** By its form, not by its class: the platform runs from source beside the bundle and has a class of its own. */
export function asCoded(error: unknown): CodedError | undefined {
  if (!(error instanceof Error) || error.name !== 'CodedError') return undefined
  return 'code' in error && typeof error.code === 'string' && isErrorCode(error.code)
    ? (error as CodedError)
    : undefined
}
