import { csvCell } from './export-file.ts'
import type { ServingSnapshot } from './serving-snapshot.ts'
import { quarantinePage } from './shop-status.ts'

const AT_ONCE = 2000
const COLUMNS = ['file', 'line', 'table', 'code', 'reason', 'content'] as const

/** The rows that were not loaded as CSV, in pieces; UTF-8 with a mark, so that Excel reads it as such. All are of one snapshot. */
export async function* quarantineLines(
  serving: ServingSnapshot,
  wanted: { readonly code?: string | undefined; readonly file?: string | undefined },
): AsyncGenerator<string> {
  yield `\uFEFF${COLUMNS.join(',')}\r\n`
  let id: string | undefined
  for (let offset = 0; ; offset += AT_ONCE) {
    const page = await serving.use(async (snapshot) => {
      id ??= snapshot.id
      if (snapshot.id !== id) throw new Error('another snapshot serves by now')
      return quarantinePage(snapshot, { ...wanted, limit: AT_ONCE, offset })
    })
    yield page.rows.map((row) => `${COLUMNS.map((name) => csvCell(row[name] ?? null)).join(',')}\r\n`).join('')
    if (page.next === null) return
  }
}
