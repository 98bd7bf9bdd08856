import { makeDemo } from '../demo/make-demo.ts'
import { changeTimeZone } from '../load/change-time-zone.ts'
import { loadFiles } from '../load/load-files.ts'
import { snapshotPlace } from '../snapshots/place.ts'
import type { LoadOutcome, LoadTask } from './load-task.ts'
import { serveTask } from './serve-task.ts'

/** Entry of the process that makes a snapshot: reading and deriving would hold the API's threads and memory. */
serveTask<LoadTask>(async ({ dataFolder, workspace, ...task }, onProgress): Promise<LoadOutcome> => {
  const place = snapshotPlace(dataFolder, workspace)
  if (task.kind === 'demo') {
    const { orders, seed, until, replace } = task
    const { id } = await makeDemo(place, { orders, seed, until, replace, onProgress })
    return { snapshotId: id, files: [], findings: [] }
  }
  if (task.kind === 'time_zone') {
    const { snapshot, files, findings } = await changeTimeZone(place, {
      timeZone: task.timeZone,
      onProgress: ({ fraction, words }) => onProgress(fraction, words),
    })
    return { snapshotId: snapshot, files, findings }
  }
  const { snapshot, files, findings } = await loadFiles(place, {
    paths: [task.folder],
    mapping: task.mapping,
    fresh: task.fresh,
    onProgress: ({ fraction, words }) => onProgress(fraction, words),
  })
  return { snapshotId: snapshot, files, findings }
})
