import {
  BASE_PATH,
  type CommerceCheckedMapping,
  type CommerceCheckRequest,
  type CommerceLoad,
  type CommerceLoadRequest,
  type CommercePresets,
  type CommerceProposedMapping,
  type CommerceSnapshots,
} from '@zerosec/contract'
import type { UploadedFile } from './submission.ts'
import type { Call, Transport } from './transport.ts'

type Options = Pick<Call, 'signal'>

/** How a shop's files get into it. `loadProgress` tells how far a load is. */
export interface CommerceLoadCalls {
  /** The mappings that come with zerosec. */
  presets(options?: Options): Promise<CommercePresets['presets']>
  /** A mapping for uploaded files, by their headers. */
  proposeMapping(files: readonly UploadedFile[], options?: Options): Promise<CommerceProposedMapping>
  /** Whether uploaded files can be loaded by a mapping. */
  checkMapping(files: readonly UploadedFile[], mapping: string, options?: Options): Promise<CommerceCheckedMapping>
  /** Begins to load uploaded files. */
  load(
    files: readonly UploadedFile[],
    how: Omit<CommerceLoadRequest, 'inputs'>,
    options?: Options,
  ): Promise<CommerceLoad>
  /** Those that are kept, the newest first. */
  snapshots(options?: Options): Promise<CommerceSnapshots['snapshots']>
  /** Lets another snapshot serve: undoes a load, or the undoing. */
  serve(snapshotId: string, options?: Options): Promise<{ before: string; now: string }>
  /** Begins to count the days of another time zone. */
  changeTimeZone(timeZone: string, options?: Options): Promise<CommerceLoad>
}

export function commerceLoadCalls(transport: Transport): CommerceLoadCalls {
  const root = `${BASE_PATH}/commerce`
  const post = <T>(path: string, body: unknown, options?: Call) => transport.json<T>('POST', root + path, body, options)
  return {
    presets: async (options) =>
      (await transport.json<CommercePresets>('GET', `${root}/presets`, undefined, options)).presets,
    proposeMapping: (files, options) => post('/mappings/propose', { inputs: inputsOf(files) }, options),
    checkMapping: (files, mapping, options) =>
      post('/mappings/check', { inputs: inputsOf(files), mapping } satisfies CommerceCheckRequest, options),
    // once: a try that was lost on its way back may have begun
    load: (files, how, options) => post('/loads', { inputs: inputsOf(files), ...how }, { ...options, once: true }),
    snapshots: async (options) =>
      (await transport.json<CommerceSnapshots>('GET', `${root}/snapshots`, undefined, options)).snapshots,
    serve: (snapshotId, options) => post(`/snapshots/${encodeURIComponent(snapshotId)}/serve`, {}, options),
    changeTimeZone: (timeZone, options) => post('/time-zone', { time_zone: timeZone }, { ...options, once: true }),
  }
}

function inputsOf(files: readonly UploadedFile[]): CommerceLoadRequest['inputs'] {
  return files.map(({ bucket, key }) => ({ bucket, key }))
}
