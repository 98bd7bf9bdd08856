'use client'

import type { CommerceResult } from '@zerosec/contract'
import type { BrushedRow } from './brushed/brushed-numbers.ts'
import { useBrushedInView } from './brushed/use-brush-store.ts'
import { Waiting } from './brushed/waiting.tsx'
import { SPLIT_ROWS } from './dashboard-queries.ts'
import { Delta } from './delta.tsx'
import { Empty, Panel } from './panel.tsx'
import { columnOf } from './series.ts'
import { type FilterDimension, isChosen, toggled } from './shop-state.ts'
import { dimensionLabel, metricOf, type ShopView, valueWords } from './shop-view.ts'
import type { TwinTable } from './twin-table.ts'

interface SplitPanelProps {
  readonly view: ShopView
  readonly dimension: FilterDimension
  readonly title: string
  readonly result: CommerceResult | undefined
  readonly problem?: string | undefined
  readonly className?: string
  /** Of all groups together, beside each amount. */
  readonly hasShare?: boolean
}

type SplitRow = BrushedRow

const METRIC = 'net_sales'

/** Net sales by group, the largest first, and what all the others come to. A click filters the whole page. */
export function SplitPanel(props: SplitPanelProps) {
  const { view, dimension, title, result, problem, className, hasShare = false } = props
  const { format, state, change } = view
  const [frame, brushed] = useBrushedInView<HTMLUListElement>()
  const marked = brushed?.numbers.split(dimension, SPLIT_ROWS)
  const isWaiting = brushed !== null && marked === undefined
  const rows = marked?.rows ?? (result ? rowsOf(result, dimension) : [])
  const total = marked ? marked.total : (result?.values[METRIC] ?? null)
  const rest = marked ? restOf(marked, rows) : result && restOf(wholeOf(result), rows)
  const largest = Math.max(1, ...rows.map(({ amount }) => Math.abs(amount ?? 0)))
  return (
    <Panel
      title={title}
      about={
        <>
          Net sales{result?.currency ? `, ${result.currency}` : ''}
          <span data-no-picture>; click a bar to filter, a number for what is behind it</span>
        </>
      }
      table={
        isWaiting
          ? undefined
          : result && tableOf(result, rows, rest, dimensionLabel(view, dimension), marked === undefined)
      }
      fileName={`net-sales-by-${dimension}`}
      format={format}
      problem={problem}
      onExplain={() => change({ metric: METRIC })}
      {...(className === undefined ? {} : { className })}
    >
      {result && rows.length === 0 && <Empty>Nothing to show for this period.</Empty>}
      <ul ref={frame} className="-mx-1.5 space-y-px">
        {rows.map((row) => (
          <li key={row.value ?? ''}>
            <SplitBar
              row={row}
              view={view}
              dimension={dimension}
              largest={largest}
              isChosen={isChosen(state.filters, dimension, row.value)}
              isOther={state.filters.some((filter) => filter.dimension === dimension)}
              isWaiting={isWaiting}
              total={hasShare ? total : null}
            />
          </li>
        ))}
      </ul>
      {rest && !isWaiting && (
        <p className="mt-1 flex justify-between px-0.5 text-xs text-ink-faint">
          <span>{rest.groups === 1 ? '1 other' : `${format.exact(rest.groups, 'count')} others`}</span>
          <span className={hasDeltas(state.comparison) ? 'mr-18' : ''}>
            {format.column(rest.amount, 'money', largest)}
          </span>
        </p>
      )}
    </Panel>
  )
}

const hasDeltas = (comparison: string): boolean => comparison !== 'off'

interface SplitBarProps {
  readonly row: SplitRow
  readonly view: ShopView
  readonly dimension: FilterDimension
  readonly largest: number
  readonly isChosen: boolean
  /** Another one of its dimension is chosen, or it itself. */
  readonly isOther: boolean
  /** Its number is that of other days. */
  readonly isWaiting: boolean
  /** Of which its share is told; null: it is not. */
  readonly total: number | null
}

/** The bar filters the page; the number opens what is behind it. */
function SplitBar({ row, view, dimension, largest, isChosen: isOn, isOther, isWaiting, total }: SplitBarProps) {
  const { format, state, change } = view
  const riseIs = metricOf(view, METRIC)?.rise_is ?? 'neither'
  return (
    <div
      className={`grid w-full grid-cols-[minmax(0,1fr)_auto] items-center rounded-md text-sm transition-colors hover:bg-sunken ${
        isOther && !isOn ? 'text-ink-faint' : ''
      }`}
    >
      <button
        type="button"
        data-bar={row.value ?? ''}
        aria-pressed={isOn}
        aria-label={valueWords(view, dimension, row.value)}
        title={`${valueWords(view, dimension, row.value)}: ${format.exact(row.amount, 'money')}`}
        onClick={() => change({ filters: toggled(state.filters, dimension, row.value) })}
        className="py-1 pr-3 pl-1.5 text-left -outline-offset-2"
      >
        <span className="relative block min-w-0 py-0.5">
          <span
            className={`absolute inset-y-0 left-0 rounded-xs ${barColour(row, isOn, isOther)}`}
            style={{ width: isWaiting ? 0 : `${(100 * Math.abs(row.amount ?? 0)) / largest}%` }}
          />
          <span className={`relative block truncate px-1.5 ${row.value === null ? 'text-ink-faint italic' : ''}`}>
            {valueWords(view, dimension, row.value)}
          </span>
        </span>
      </button>
      <button
        type="button"
        aria-haspopup="dialog"
        onClick={() => change({ metric: METRIC, detail: { dimension, value: row.value } })}
        className="flex items-baseline py-1 pr-1.5 text-right underline-offset-4 -outline-offset-2 hover:underline"
      >
        <span className="sr-only">What is behind net sales of {valueWords(view, dimension, row.value)}: </span>
        <span className="font-medium">{isWaiting ? <Waiting /> : format.column(row.amount, 'money', largest)}</span>
        {total !== null && total > 0 && !isWaiting && (
          <span className="w-14 text-xs text-ink-faint">{format.exact((row.amount ?? 0) / total, 'ratio')}</span>
        )}
        {hasDeltas(state.comparison) && !isWaiting && (
          <span className="w-18 text-xs text-ink-faint">
            {row.delta === undefined ? (
              <Waiting />
            ) : row.delta === null ? (
              '–'
            ) : (
              <Delta delta={row.delta} unit="money" riseIs={riseIs} format={format} />
            )}
          </span>
        )}
      </button>
    </div>
  )
}

function barColour({ amount }: SplitRow, isChosen: boolean, isOther: boolean): string {
  if (amount !== null && amount < 0) return 'bg-serious-soft'
  if (isChosen) return 'bg-accent/35'
  return isOther ? 'bg-sunken' : 'bg-accent/15'
}

function rowsOf({ columns, rows }: CommerceResult, dimension: string): SplitRow[] {
  const values = columns.find(({ name, role }) => role === 'dimension' && name === dimension)?.values ?? []
  const number = (role: 'metric' | 'delta', row: number) => {
    const value = columnOf(columns, role, METRIC)?.values[row]
    return typeof value === 'number' ? value : null
  }
  return Array.from({ length: rows }, (_, row) => ({
    value: values[row] === null || values[row] === undefined ? null : String(values[row]),
    amount: number('metric', row),
    delta: number('delta', row),
  }))
}

interface Rest {
  readonly groups: number
  readonly amount: number
}

interface Whole {
  readonly groups: number
  readonly total: number | null
}

function wholeOf({ groups, values }: CommerceResult): Whole {
  return { groups, total: values[METRIC] ?? null }
}

/** Net sales of groups add up, so what is not listed is the total less what is. */
function restOf({ groups, total }: Whole, rows: readonly SplitRow[]): Rest | undefined {
  if (groups <= rows.length || total === null) return undefined
  const listed = rows.reduce((sum, { amount }) => sum + Math.round((amount ?? 0) * 100), 0)
  return { groups: groups - rows.length, amount: (Math.round(total * 100) - listed) / 100 }
}

function tableOf(
  result: CommerceResult,
  rows: readonly SplitRow[],
  rest: Rest | undefined,
  label: string,
  hasOrders: boolean,
): TwinTable {
  // they do not travel with the page
  const orders = hasOrders ? columnOf(result.columns, 'metric', 'orders') : undefined
  const number = (value: string | number | boolean | null | undefined) => (typeof value === 'number' ? value : null)
  return {
    columns: [
      { label },
      { label: 'Net sales', unit: 'money' },
      ...(orders ? [{ label: 'Orders', unit: 'count' as const }] : []),
      ...(result.previous_period ? [{ label: 'Change of net sales', unit: 'ratio' as const }] : []),
    ],
    rows: [
      ...rows.map(({ value, amount, delta }, row) => [
        value,
        amount,
        ...(orders ? [number(orders.values[row])] : []),
        ...(result.previous_period ? [delta ?? null] : []),
      ]),
      ...(rest
        ? [[`${rest.groups} others`, rest.amount, ...(orders ? [null] : []), ...(result.previous_period ? [null] : [])]]
        : []),
    ],
  }
}
