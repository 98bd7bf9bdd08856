'use client'

import { useQuery } from '@tanstack/react-query'
import type { CommerceCube, CommerceSqlResult } from '@zerosec/contract'
import { api } from '../api/client.ts'
import { problemOf } from '../api/problem.ts'
import { CopyButton } from '../controls/copy-button.tsx'
import { DialogSection } from './dialog-section.tsx'
import { RowsTable } from './rows-section.tsx'
import { ShopDialog } from './shop-dialog.tsx'
import type { ShopView } from './shop-view.ts'
import { TimeChart } from './time-chart.tsx'

/** Two products in one order, as the cube has them. */
export interface Pair {
  readonly a: { readonly id: string; readonly name: string; readonly orders: number }
  readonly b: { readonly id: string; readonly name: string; readonly orders: number }
  readonly orders: number
  readonly lift: number
}

const ROWS = 20

interface PairDialogProps {
  readonly view: ShopView
  readonly cube: CommerceCube
  readonly pair: Pair | null
  readonly onClose: () => void
}

/** What is behind a pair: how it is computed, how it went, and the lines of its orders. */
export function PairDialog({ view, cube, pair, onClose }: PairDialogProps) {
  return (
    <ShopDialog
      isOpen={pair !== null}
      onClose={onClose}
      title={pair ? `${pair.a.name} and ${pair.b.name}` : ''}
      about="Orders that had both of them"
    >
      {pair && <PairDetails view={view} cube={cube} pair={pair} />}
    </ShopDialog>
  )
}

function PairDetails({ view, cube, pair }: Omit<PairDialogProps, 'onClose' | 'pair'> & { pair: Pair }) {
  const { format } = view
  const months = usePairSql(cube.snapshot_id, monthsSql(pair), 600)
  const lines = usePairSql(cube.snapshot_id, linesSql(pair), ROWS)
  const failure = months.error ?? lines.error
  return (
    <>
      <p className="pt-4">
        <span className="text-3xl font-medium tracking-tight" data-value>
          {format.exact(pair.orders, 'count')}
        </span>{' '}
        <span className="text-sm text-ink-faint">
          orders with both; {format.exact(pair.a.orders, 'count')} with the first,{' '}
          {format.exact(pair.b.orders, 'count')} with the second; {format.exact(pair.lift, 'score')} times as often as
          by chance
        </span>
      </p>
      {failure && <p className="mt-3 text-sm text-serious">{problemOf(failure).message}</p>}
      {months.data && <PairTrend view={view} months={months.data} />}
      <DialogSection title="Definition">
        <p className="rounded-md bg-sunken px-3 py-2 font-mono text-xs leading-5">
          lift = orders with both × orders of several products ÷ (orders with the first × orders with the second)
        </p>
        <ul className="mt-2 list-disc space-y-1 pl-5 text-sm text-ink-soft">
          {cube.notes.map(({ code, text }) => (
            <li key={code}>{text}</li>
          ))}
        </ul>
      </DialogSection>
      <DialogSection title="What counts">
        <p className="text-sm">
          Whole months of the range, whatever the filters of the page. Not counted: orders that are test, deleted,
          canceled, unavailable or only created, orders of one product, and those of more than 50.
        </p>
      </DialogSection>
      <DialogSection
        title="Rows"
        action={<span className="text-xs text-ink-faint">the latest lines of such orders</span>}
      >
        {lines.data ? (
          <RowsTable rows={lines.data.rows} columns={lines.data.columns.map((column) => ({ ...column, words: '' }))} />
        ) : (
          <p className="h-40 text-sm text-ink-faint">{lines.error ? '' : 'Asking…'}</p>
        )}
      </DialogSection>
      <CubeSql sql={cube.sql} />
      <DialogSection title="Data">
        <p className="text-sm">
          Known up to {format.day(cube.as_of)}; snapshot {cube.snapshot_id}
        </p>
      </DialogSection>
    </>
  )
}

function CubeSql({ sql }: { sql: string }) {
  return (
    <DialogSection title="SQL" action={<CopyButton text={sql} label="Copy" />}>
      <details>
        <summary className="text-sm text-ink-soft hover:text-ink">What the pairs are read with</summary>
        <pre className="mt-2 max-h-72 overflow-auto rounded-md bg-sunken p-3 font-mono text-xs leading-5" tabIndex={0}>
          {sql}
        </pre>
      </details>
    </DialogSection>
  )
}

function PairTrend({ view: { format }, months }: { view: ShopView; months: CommerceSqlResult }) {
  const read = (name: string) => months.columns.find((column) => column.name === name)?.values ?? []
  const days = read('month').map(String)
  if (days.length === 0) return null
  return (
    <div className="mt-3">
      <TimeChart
        title="Orders with both over time"
        buckets={{ grain: 'month', days, previousDays: [], partial: days.map(() => false) }}
        lines={[
          {
            name: 'orders',
            label: 'Orders with both',
            unit: 'count',
            values: read('orders').map(Number),
            look: 'bar',
            colour: 'var(--accent)',
          },
        ]}
        format={format}
        height={170}
      />
    </div>
  )
}

function usePairSql(snapshotId: string, sql: string, limit: number) {
  return useQuery({
    queryKey: ['shop', 'pair', snapshotId, sql],
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    queryFn: ({ signal }) => api.commerce.sql({ sql, limit }, { signal }),
  })
}

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`

/** Every month between the first and the last that had one, also those without. */
function monthsSql({ a, b }: Pair): string {
  return `WITH pairs AS (
  SELECT month, orders FROM basket_pairs WHERE product_a = ${literal(a.id)} AND product_b = ${literal(b.id)}
)
SELECT CAST(m.month AS VARCHAR) AS month, coalesce(p.orders, 0) AS orders
FROM (SELECT DISTINCT month FROM basket_pairs) AS m LEFT JOIN pairs AS p USING (month)
WHERE m.month BETWEEN (SELECT min(month) FROM pairs) AND (SELECT max(month) FROM pairs)
ORDER BY m.month`
}

/** A variant counts as the product that it is one of. */
function linesSql({ a, b }: Pair): string {
  const both = `(${literal(a.id)}, ${literal(b.id)})`
  return `WITH items AS (
  SELECT l.order_id, l.business_date, l.product, l.quantity, l.gross, l.channel, l.country, coalesce(p.parent_id, l.product_id) AS parent
  FROM line_facts AS l LEFT JOIN products AS p ON l.product_id = p.product_id
  WHERE l.exclusion IS NULL AND coalesce(p.parent_id, l.product_id) IN ${both}
)
SELECT order_id, CAST(business_date AS VARCHAR) AS business_date, product, quantity, gross, channel, country FROM items
WHERE order_id IN (SELECT order_id FROM items GROUP BY order_id HAVING count(DISTINCT parent) = 2)
ORDER BY business_date DESC, order_id, product`
}
