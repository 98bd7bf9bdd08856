import { type SnapshotPlace, snapshotPlace } from '@zerosec/commerce'
import { readConfiguration } from '@zerosec/jobs'
import type { Call } from './command.ts'

/** The snapshots that a call of a commerce command is about. */
export function placeOfCall(call: Call): SnapshotPlace {
  return snapshotPlace(readConfiguration().dataFolder, call.text('workspace') ?? 'default')
}
