import { exportFacts, listSnapshots, type SnapshotSummary, undoSnapshot } from '@zerosec/commerce'
import type { Call } from './command.ts'
import { placeOfCall } from './commerce-place.ts'
import { textTable } from './text-table.ts'

/** `zerosec commerce snapshots` */
export async function showSnapshots(call: Call): Promise<void> {
  const snapshots = await listSnapshots(placeOfCall(call))
  print(call, { snapshots }, snapshots.length === 0 ? 'There are no snapshots yet.' : listText(snapshots))
}

/** `zerosec commerce undo` */
export async function undo(call: Call): Promise<void> {
  const moved = await undoSnapshot(placeOfCall(call), call.positionals[0])
  print(call, moved, `Snapshot ${moved.now} serves now, instead of ${moved.before}.`)
}

/** `zerosec commerce export` */
export async function exportTables(call: Call): Promise<void> {
  const tables = await exportFacts(placeOfCall(call), call.positionals[0] ?? '', call.text('snapshot'))
  const rows = tables.map(({ path, rows }) => [path, rows.toLocaleString('en-US')])
  print(call, { tables }, textTable([{ label: 'file' }, { label: 'rows', align: 'right' }], rows))
}

function print(call: Call, value: unknown, text: string): void {
  process.stdout.write(`${call.flag('json') ? JSON.stringify(value, null, 2) : text}\n`)
}

function listText(snapshots: readonly SnapshotSummary[]): string {
  const labels = ['snapshot', '', 'made', 'orders', 'from', 'to', 'files', 'MB']
  const right = new Set(['orders', 'files', 'MB'])
  return textTable(
    labels.map((label) => (right.has(label) ? { label, align: 'right' } : { label })),
    snapshots.map((snapshot) => [
      snapshot.id,
      snapshot.serves ? 'serves' : '',
      snapshot.madeAt.slice(0, 16).replace('T', ' '),
      snapshot.orders.toLocaleString('en-US'),
      snapshot.firstDate ?? '',
      snapshot.lastDate ?? '',
      String(snapshot.files),
      (snapshot.bytes / 1e6).toFixed(1),
    ]),
  )
}
