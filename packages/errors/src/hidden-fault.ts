import { CodedError } from './coded-error.ts'

/** A fault of ours as others see it: ten hex digits that stand beside it in the log, short enough to be read out on the telephone. */
export function hiddenFault(): CodedError {
  const bytes = crypto.getRandomValues(new Uint8Array(5))
  return new CodedError('internal', {
    reference: Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(''),
  })
}
