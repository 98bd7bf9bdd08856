import {
  BASE_PATH,
  type CommerceAnomalies,
  type CommerceAnomaliesRequest,
  type CommerceCatalogue,
  type CommerceChange,
  type CommerceChangeRequest,
  type CommerceDemoRequest,
  type CommerceLoad,
  type CommerceQueriesRequest,
  type CommerceQueriesResponse,
  type CommerceQueryInput,
  type CommerceResult,
  type CommerceRows,
  type CommerceRowsRequest,
  type CommerceSnapshotEvent,
  type CommerceStatus,
  SNAPSHOT_EVENT,
} from '@zerosec/contract'
import { type CommerceDataCalls, commerceDataCalls } from './commerce-data.ts'
import { type CommerceDeskCalls, commerceDeskCalls } from './commerce-desk.ts'
import { type CommerceLoadCalls, commerceLoadCalls } from './commerce-loads.ts'
import { pause } from './retries.ts'
import { readEvents } from './server-sent-events.ts'
import type { Call, Transport } from './transport.ts'

type Options = Pick<Call, 'signal'>

/** One of the queries that are answered together; `id` finds its answer. */
export type CommerceBatchQuery = CommerceQueriesRequest['queries'][number]

/** A shop's numbers. Each answer names the snapshot that it is of. */
export interface CommerceCalls extends CommerceLoadCalls, CommerceDataCalls, CommerceDeskCalls {
  catalogue(options?: Options): Promise<CommerceCatalogue>
  query(query: CommerceQueryInput, options?: Options): Promise<CommerceResult>
  /** All of one snapshot. One that fails does not fail the others. */
  queries(queries: readonly CommerceBatchQuery[], options?: Options): Promise<CommerceQueriesResponse>
  /** The rows that a number was computed from. */
  rows(request: CommerceRowsRequest, options?: Options): Promise<CommerceRows>
  /** Why gross or net sales changed. */
  change(request: CommerceChangeRequest, options?: Options): Promise<CommerceChange>
  /** What of metrics over time is unusual. */
  anomalies(request: CommerceAnomaliesRequest, options?: Options): Promise<CommerceAnomalies>
  /** What the snapshot was made of, and what of it did not count. */
  status(options?: Options): Promise<CommerceStatus>
  /** Begins to make a shop of invented orders; `loadProgress` tells how far it is. */
  makeDemo(request: CommerceDemoRequest, options?: Options): Promise<CommerceLoad>
  loadProgress(loadId: string, options?: Options): Promise<CommerceLoad>
  /** Calls back with the id of the snapshot that serves, now and on each change, until the signal aborts. */
  watchSnapshots(onSnapshot: (id: string) => void, signal: AbortSignal): Promise<void>
}

/** Between two tries to get the stream of events. */
const EVENTS_AGAIN_MS = 5000

export function commerceCalls(transport: Transport): CommerceCalls {
  const root = `${BASE_PATH}/commerce`
  const post = <T>(path: string, body: unknown, options?: Options) =>
    transport.json<T>('POST', root + path, body, options)
  return {
    ...commerceLoadCalls(transport),
    ...commerceDataCalls(transport),
    ...commerceDeskCalls(transport),
    catalogue: (options) => transport.json('GET', `${root}/catalogue`, undefined, options),
    query: (query, options) => post('/query', query, options),
    queries: (queries, options) => post('/queries', { queries }, options),
    rows: (request, options) => post('/rows', request, options),
    change: (request, options) => post('/change', request, options),
    anomalies: (request, options) => post('/anomalies', request, options),
    status: (options) => transport.json('GET', `${root}/status`, undefined, options),
    // once: a try that was lost on its way back may have begun
    makeDemo: (request, options) => transport.json('POST', `${root}/demo`, request, { ...options, once: true }),
    loadProgress: (loadId, options) =>
      transport.json('GET', `${root}/loads/${encodeURIComponent(loadId)}`, undefined, options),
    async watchSnapshots(onSnapshot, signal) {
      let last: string | undefined
      while (!signal.aborted) {
        try {
          const body = await transport.events(`${root}/events`, signal)
          for await (const { event, data } of body ? readEvents(body) : []) {
            if (event !== SNAPSHOT_EVENT || data === last) continue
            last = data
            onSnapshot((JSON.parse(data) as CommerceSnapshotEvent).snapshot_id)
          }
        } catch {
          // the service is away, or the caller: the loop sees which
        }
        if (!signal.aborted) await pause(EVENTS_AGAIN_MS, signal).catch(() => {})
      }
    },
  }
}
