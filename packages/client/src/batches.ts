import { BASE_PATH, type BatchResponse } from '@zerosec/contract'
import { idempotencyKey } from './idempotency-key.ts'
import { requestOf, type Submission } from './submission.ts'
import type { Call, Transport } from './transport.ts'

type Options = Pick<Call, 'signal'>

/** Jobs that are submitted together and followed as one; `client.jobs({ batchId })` lists them. */
export interface BatchCalls {
  /**
   * Up to 1,000 jobs, all of them or none; rejects with `submission_refused`, which names the first that can't be run by its `index`.
   * Sends an idempotency key, so that a repeated try never makes a second batch.
   */
  submit(
    submissions: readonly Submission[],
    options?: Options & { readonly idempotencyKey?: string | undefined },
  ): Promise<BatchResponse>
  /** How many jobs there are of each status, and whether all have ended. */
  get(batchId: string, options?: Options): Promise<BatchResponse>
  /** Stops what has not ended. */
  cancel(batchId: string, options?: Options): Promise<BatchResponse>
}

export function batchCalls(transport: Transport): BatchCalls {
  const batch = (batchId: string) => `${BASE_PATH}/batches/${encodeURIComponent(batchId)}`
  return {
    submit: (submissions, { signal, idempotencyKey: key = idempotencyKey() } = {}) =>
      transport.json(
        'POST',
        `${BASE_PATH}/batches`,
        { submissions: submissions.map(requestOf) },
        { signal, idempotencyKey: key },
      ),
    get: (batchId, options) => transport.json('GET', batch(batchId), undefined, options),
    cancel: (batchId, options) => transport.json('POST', `${batch(batchId)}/cancel`, undefined, options),
  }
}
