import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { shopMapping } from '../../test/shop-folder.ts'
import { parseMapping } from '../mapping/parse-mapping.ts'
import { createSourceTables, withDatabase } from '../snapshots/make-snapshot.ts'
import { fillSnapshot } from './fill-snapshot.ts'

const folder = mkdtempSync(join(tmpdir(), 'zerosec-direct-'))
afterAll(() => rmSync(folder, { recursive: true }))

const mapping = parseMapping(
  shopMapping({ source: '    dates: [iso]' }).replace(
    "files: ['lines*.csv']",
    "files: ['lines*.csv']\n    dates: [iso]",
  ),
)
const ORDERS = 'id,at,customer,status\n1,2024-03-01T10:00:00Z,a,paid\n2,2024-03-02, ,paid\n'
const LINES = 'order,line,product,quantity,price\n1,1,cup,2,4.50\n1,2, pot ,1,19.99999\n2,1,"a ""b""",3,1e2\n'

const NO_SPACES = 'order,line,product,quantity,price\n1,1,cup,2,4.50\n1,2,pot,1,19.99999\n2,1,jug,3,1e2\n'

/** What a load makes of the files, by DuckDB's reader where that is possible, or by the scanner. */
async function tablesOf(files: Readonly<Record<string, string>>, directBytes: number): Promise<unknown> {
  const numbered = Object.entries(files).map(([name, content], index) => {
    const path = join(folder, name)
    writeFileSync(path, content)
    const source = name.startsWith('orders') ? 'orders' : 'lines'
    const { size } = statSync(path)
    return { id: index + 1, name, source, path, size, sha256: name, loadedAt: '2026-01-01 00:00:00', sameAs: undefined }
  })
  return withDatabase(':memory:', async (connection) => {
    await createSourceTables(connection)
    const filling = { mapping, files: numbered, unmatched: [], folder, directBytes }
    const { findings } = await fillSnapshot(connection, filling)
    const tables: unknown[] = [findings]
    for (const rows of [
      'files',
      'orders',
      'lines',
      'left_out',
      '(SELECT file_id, line, code, reason FROM quarantine)',
    ]) {
      tables.push((await connection.runAndReadAll(`SELECT * FROM ${rows} ORDER BY ALL`)).getRowsJson())
    }
    return tables
  })
}

it.each<[string, string, string]>([
  ['plain files', ORDERS, LINES],
  ['a space at the end of the last field', ORDERS.replace(', ,', ',b,'), NO_SPACES.replace('4.50\n', '4.50 \n')],
  ['a space before a field', ORDERS.replace(', ,', ', b,'), NO_SPACES.replace('pot', ' pot')],
  ['a space behind a field', ORDERS.replace(', ,', ',b ,'), NO_SPACES.replace('pot', 'pot ')],
  ['a wide space at the edge', ORDERS.replace(', ,', ',\u3000a\u00a0,'), NO_SPACES.replace('pot', 'pot\u2003')],
  ['spaces at the edges of quoted fields', ORDERS.replace(', ,', ',"  ",'), NO_SPACES.replace('pot', '" pot"')],
  ['no line end at the end', ORDERS.trimEnd(), LINES.trimEnd()],
  ['CRLF', ORDERS.replaceAll('\n', '\r\n'), LINES.replaceAll('\n', '\r\n')],
  ['blank lines', ORDERS.replace('\n1', '\n\n1'), `${LINES}\n\n`],
  ['line ends in quotes', ORDERS.replace(',a,', ',"a\nb",'), LINES],
  ['quotes within a text', ORDERS.replace(',a,', ',5" b,'), LINES],
  ['a byte order mark', `\ufeff${ORDERS}`, LINES],
  ['rows of another width', `${ORDERS}3,2024-03-03\n`, `${LINES}1,9,cup,1,2,3\n`],
  ['values that are none', `${ORDERS}3,soon,b,paid\n`, `${LINES}1,9,cup,one,2\n1,10,cup,NaN,2\n1,11,cup,,2\n`],
  ['negative prices and repeated ids', `${ORDERS}1,2024-03-01,c,paid\n`, `${LINES}1,9,cup,1,-2\n1,1,cup,2,4.50\n`],
  ['columns in another order, and others', 'note,status,customer,at,id\nx,paid,a,2024-03-01,1\n', LINES],
])('DuckDB’s reader and the scanner give the same tables: %s', async (_, orders, lines) => {
  const files = { 'orders.csv': orders, 'lines.csv': lines }
  expect(await tablesOf(files, 0)).toEqual(await tablesOf(files, Infinity))
})
