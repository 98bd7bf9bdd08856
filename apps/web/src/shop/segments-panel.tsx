'use client'

import type { CommerceCube } from '@zerosec/contract'
import { CubePanel, type CubePanelProps } from './cube-panel.tsx'
import { cubeReader } from './cube-rows.ts'
import { addDays } from './day.ts'
import { Empty } from './panel.tsx'
import type { ShopView } from './shop-view.ts'

interface SegmentRow {
  readonly segment: string
  readonly customers: number
  readonly monetary: number
}

/** Customers by recency, frequency and money: how many there are of each kind, and what they bring. */
export function SegmentsPanel(props: CubePanelProps) {
  const { view, cube } = props
  const rows = cube ? segmentsOf(cube) : []
  return (
    <CubePanel
      {...props}
      title="Customer segments"
      fileName="customer-segments"
      meaning="Each customer has a score of 1 to 5 for the days since the last order, for the number of orders and for what they came to; a segment is a range of these scores."
    >
      {cube && rows.length === 0 && <Empty>No customers yet.</Empty>}
      {rows.length > 0 && <SegmentsTable rows={rows} view={view} />}
    </CubePanel>
  )
}

function SegmentsTable({ rows, view }: { rows: readonly SegmentRow[]; view: ShopView }) {
  const all = { customers: sum(rows, 'customers'), monetary: sum(rows, 'monetary') }
  const largest = Math.max(
    0.01,
    ...rows.flatMap((row) => [row.customers / (all.customers || 1), row.monetary / (all.monetary || 1)]),
  )
  return (
    <table className="w-full text-sm">
      <thead>
        <tr className="text-xs text-ink-faint">
          <th scope="col" className="pb-1 text-left font-medium">
            Segment
          </th>
          <th scope="col" className="pb-1 text-right font-medium">
            Customers
          </th>
          <th scope="col" className="w-2/5 pb-1 pl-4 text-left font-medium">
            Share of customers and of sales
          </th>
          <th scope="col" className="pb-1 text-right font-medium max-sm:hidden">
            Net sales
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <SegmentLine key={row.segment} row={row} all={all} largest={largest} view={view} />
        ))}
      </tbody>
    </table>
  )
}

interface SegmentLineProps {
  readonly row: SegmentRow
  readonly all: { readonly customers: number; readonly monetary: number }
  readonly largest: number
  readonly view: ShopView
}

function SegmentLine({ row, all, largest, view }: SegmentLineProps) {
  const { segment, customers, monetary } = row
  const { format, change, shop } = view
  const range = { from: shop.known.first, to: addDays(shop.known.last, 1) }
  const shares = [
    { share: customers / (all.customers || 1), colour: 'var(--line-strong)' },
    { share: monetary / (all.monetary || 1), colour: 'var(--accent)' },
  ]
  return (
    <tr className="border-t border-line">
      <th scope="row" className="py-1.5 pr-2 text-left font-normal">
        <button
          type="button"
          aria-haspopup="dialog"
          onClick={() =>
            change({ metric: 'customers_by_first_order', detail: { dimension: 'segment', value: segment, range } })
          }
          className="text-left underline-offset-4 hover:underline"
        >
          {wordsOf(segment)}
        </button>
      </th>
      <td className="py-1.5 text-right">{format.exact(customers, 'count')}</td>
      <td className="py-1.5 pl-4">
        {shares.map(({ share, colour }) => (
          <Share key={colour} share={share} largest={largest} colour={colour} text={format.exact(share, 'ratio')} />
        ))}
      </td>
      <td className="py-1.5 text-right max-sm:hidden">{format.value(monetary, 'money')}</td>
    </tr>
  )
}

function Share({ share, largest, colour, text }: { share: number; largest: number; colour: string; text: string }) {
  return (
    <span className="flex items-center gap-2 text-[11px] leading-4 text-ink-faint">
      <span
        className="h-1.5 rounded-full"
        style={{ width: `${Math.max(0, share / largest) * 65}%`, background: colour }}
      />
      {text}
    </span>
  )
}

function segmentsOf(cube: CommerceCube): SegmentRow[] {
  const { text, number } = cubeReader(cube)
  const segments = new Map<string, { customers: number; cents: number }>()
  for (let row = 0; row < cube.rows; row++) {
    const name = text('segment', row)
    const before = segments.get(name) ?? { customers: 0, cents: 0 }
    segments.set(name, {
      customers: before.customers + number('customers', row),
      cents: before.cents + Math.round(number('monetary', row) * 100),
    })
  }
  return [...segments]
    .map(([segment, { customers, cents }]) => ({ segment, customers, monetary: cents / 100 }))
    .toSorted((a, b) => b.monetary - a.monetary || b.customers - a.customers)
}

function sum(rows: readonly SegmentRow[], of: 'customers' | 'monetary'): number {
  return rows.reduce((total, row) => total + row[of], 0)
}

/** "at_risk" as people write it. */
function wordsOf(segment: string): string {
  const words = segment.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
