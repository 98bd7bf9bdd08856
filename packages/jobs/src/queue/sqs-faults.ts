import { CodedError } from '@zerosec/errors'
import { type Fault, faultOf } from '../files/s3-faults.ts'

const BY_NAME: Readonly<Record<string, Fault>> = {
  QueueDoesNotExist: { problem: 'there is no such queue', lasts: true },
  'AWS.SimpleQueueService.NonExistentQueue': { problem: 'there is no such queue', lasts: true },
  InvalidAddress: { problem: "it is not a queue's URL", lasts: true },
  InvalidClientTokenId: { problem: 'the access key is unknown to it', lasts: true },
  UnrecognizedClientException: { problem: 'the access key is unknown to it', lasts: true },
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
  return BY_NAME[(error as { name?: string }).name ?? ''] ?? faultOf(error)
}
