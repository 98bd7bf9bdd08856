import { quarantinedRows } from '@zerosec/commerce'
import type { Call } from './command.ts'
import { wholeOption } from './commerce-options.ts'
import { placeOfCall } from './commerce-place.ts'
import { textTable } from './text-table.ts'

const SHOWN = 100

/** `zerosec commerce quarantine` */
export async function showQuarantine(call: Call): Promise<void> {
  const { counts, rows } = await quarantinedRows(placeOfCall(call), {
    snapshot: call.text('snapshot'),
    code: call.positionals[0],
    limit: wholeOption(call, 'limit') ?? SHOWN,
  })
  process.stdout.write(`${call.flag('json') ? JSON.stringify({ counts, rows }, null, 2) : text(counts, rows)}\n`)
}

function text(
  counts: Awaited<ReturnType<typeof quarantinedRows>>['counts'],
  rows: Awaited<ReturnType<typeof quarantinedRows>>['rows'],
): string {
  if (Object.keys(counts).length === 0) return 'The quarantine is empty: every row was loaded.'
  const columns = [{ label: 'file' }, { label: 'line', align: 'right' as const }, { label: 'table' }, { label: 'code' }]
  const table = textTable(
    [...columns, { label: 'reason', maxWidth: 80 }, { label: 'content', maxWidth: 60 }],
    rows.map((row) => [
      row.file ?? '',
      String(row.line ?? ''),
      row.table ?? '',
      row.code,
      row.reason,
      row.content ?? '',
    ]),
  )
  const all = Object.entries(counts).map(([code, count]) => `${count.toLocaleString('en-US')} ${code}`)
  return `${table}\n\nIn all: ${all.join(', ')}.`
}
