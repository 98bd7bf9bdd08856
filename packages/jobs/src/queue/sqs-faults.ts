import { CodedError } from '@zerosec/errors'
import { type Fault, faultOf } from '../files/s3-faults.ts'

const NO_QUEUE: Fault = { problem: 'there is no such queue', lasts: true }
const DENIED: Fault = { problem: 'access is denied', lasts: true }
const UNKNOWN_KEY: Fault = { problem: 'the access key is unknown to it', lasts: true }
const BUSY: Fault = { problem: 'it has too much to do', lasts: false }

const BY_NAME: Readonly<Record<string, Fault>> = {
  QueueDoesNotExist: NO_QUEUE,
  'AWS.SimpleQueueService.NonExistentQueue': NO_QUEUE,
  InvalidAddress: { problem: "it is not a queue's URL", lasts: true },
  AccessDenied: DENIED,
  AccessDeniedException: DENIED,
  KmsAccessDenied: { problem: "the key that encrypts the queue can't be used", lasts: true },
  InvalidClientTokenId: UNKNOWN_KEY,
  UnrecognizedClientException: UNKNOWN_KEY,
  // with status 400, as if a setting were wrong
  RequestThrottled: BUSY,
  ThrottlingException: BUSY,
  KmsThrottled: BUSY,
  OverLimit: BUSY,
  AbortError: { problem: 'it does not answer in time', lasts: false },
}

/** What an error of the SQS client means; the words that all of AWS's services share are those of S3's. Always service_unavailable. */
export function queueFault(error: unknown): CodedError {
  if (error instanceof CodedError) return error
  const { problem } = describe(error)
  return new CodedError('service_unavailable', { problem: `the queue in SQS: ${problem}` }, { cause: error })
}

/** At the start: configuration_invalid for what does not mend by itself, undefined for what does. */
export function queueSettingFault(error: unknown, setting: string): CodedError | undefined {
  const { problem, lasts } = describe(error)
  return lasts ? new CodedError('configuration_invalid', { setting, problem }, { cause: error }) : undefined
}

function describe(error: unknown): Fault {
  const { name = '', message = '' } = error as { name?: string; message?: string }
  if (message === 'Region is missing')
    return { problem: 'its region is not known; set ZEROSEC_SQS_REGION', lasts: true }
  return BY_NAME[name] ?? faultOf(error)
}
