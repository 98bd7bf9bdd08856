import { CodedError } from './coded-error.ts'

/**
 * A fault of ours as others see it: ten hex digits that stand beside it in the log, short enough to be read out on the telephone.
 *
 * @param cause  for the log of whoever answers with it elsewhere
 */
export function hiddenFault(cause?: unknown): CodedError {
  const bytes = crypto.getRandomValues(new Uint8Array(5))
  const reference = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return new CodedError('internal', { reference }, cause === undefined ? undefined : { cause })
}
