import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type LoadRequest, type LoadResult, loadFiles } from '../src/load/load-files.ts'
import { openSnapshot } from '../src/snapshots/open-snapshot.ts'
import { snapshotPlace } from '../src/snapshots/place.ts'

/** A shop of tests: a folder for its files and one for its snapshots; both go with `remove`. */
export class ShopFolder {
  readonly folder = mkdtempSync(join(tmpdir(), 'zerosec-shop-'))
  readonly files = join(this.folder, 'files')
  readonly place = snapshotPlace(join(this.folder, 'data'), 'default')

  write(files: Readonly<Record<string, string | Uint8Array>>): this {
    for (const [name, content] of Object.entries(files)) {
      const path = join(this.files, name)
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, content)
    }
    return this
  }

  load(
    mapping: string | undefined,
    names?: readonly string[],
    request: Partial<LoadRequest> = {},
  ): Promise<LoadResult> {
    const paths = names === undefined ? [this.files] : names.map((name) => join(this.files, name))
    return loadFiles(this.place, { paths, mapping, ...request })
  }

  /** Rows of the snapshot that serves, or another one, as texts. */
  async rows(sql: string, id?: string): Promise<(string | null)[][]> {
    const { connection, close } = await openSnapshot(this.place, id)
    try {
      const rows = (await connection.runAndReadAll(sql)).getRows()
      return rows.map((row) => row.map((value) => (value === null ? null : String(value))))
    } finally {
      close()
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** A plain shop's mapping: orders and their lines, with more of either where a test asks for it. */
export function shopMapping(further: { orders?: string; source?: string; sources?: string } = {}): string {
  return `format: zerosec.mapping/1
name: test
currency: EUR
time_zone: Europe/Berlin
sources:
  orders:
    files: ['orders*.csv']
    optional: [currency, updated]
${further.source ?? ''}
    tables:
      - table: orders
        columns:
          order_id: id
          ordered_at: at
          customer_id: customer
          status: status
          currency: currency
          updated_at: updated
${further.orders ?? ''}
  lines:
    files: ['lines*.csv']
    optional: [line]
    tables:
      - table: lines
        columns:
          order_id: order
          line_id: line
          product_id: product
          quantity: quantity
          unit_price: price
          gross: { product: [quantity, price] }
${further.sources ?? ''}
`
}
