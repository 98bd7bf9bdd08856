import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { exportFacts, listSnapshots, type SnapshotSummary, tableDefinitions, undoSnapshot } from '@zerosec/commerce'
import { CodedError } from '@zerosec/errors'
import type { Call } from './command.ts'
import { warehouseOption } from './commerce-options.ts'
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
  const folder = call.positionals[0] ?? ''
  const definitionsOf = publishing(call)
  const inFolders = definitionsOf !== undefined
  const tables = await exportFacts(placeOfCall(call), folder, call.text('snapshot'), { inFolders })
  const rows = tables.map(({ path, rows }) => [path, rows.toLocaleString('en-US')])
  const list = textTable([{ label: 'file' }, { label: 'rows', align: 'right' }], rows)
  if (!definitionsOf) {
    print(call, { tables }, list)
    return
  }
  const definitions = join(folder, 'create-tables.sql')
  const statements = definitionsOf(tables.map(({ table }) => table))
  await writeFile(definitions, statements.map((statement) => `${statement};\n`).join('\n'))
  print(call, { tables, definitions }, `${list}\n\n${definitions} defines them there.`)
}

/** The statements for the warehouse that is asked for, whose place is checked before anything is written. @throws CodedError option_invalid */
function publishing(call: Call): ((tables: readonly string[]) => string[]) | undefined {
  const [warehouse, location] = [warehouseOption(call, 'for'), call.text('location')]
  if (warehouse === undefined) {
    if (location === undefined) return undefined
    throw new CodedError('option_invalid', { option: '--location', problem: 'it goes with --for' })
  }
  if (location === undefined) {
    throw new CodedError('option_invalid', { option: '--location', problem: 'it has to say where the folder will be' })
  }
  tableDefinitions(warehouse, location)
  return (tables) => tableDefinitions(warehouse, location, tables)
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
