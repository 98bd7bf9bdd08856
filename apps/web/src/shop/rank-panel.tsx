'use client'

import type { CommerceColumn, CommerceResult } from '@zerosec/contract'
import { useBrushedInView } from './brushed/use-brush-store.ts'
import { Waiting } from './brushed/waiting.tsx'
import { RANKS, type RankName } from './dashboard-queries.ts'
import { Delta } from './delta.tsx'
import { Empty, Panel } from './panel.tsx'
import { columnOf } from './series.ts'
import { FILTER_DIMENSIONS, isChosen, toggled } from './shop-state.ts'
import { dimensionLabel, filterReason, metricOf, type ShopView, valueWords } from './shop-view.ts'
import type { TwinTable } from './twin-table.ts'

interface RankPanelProps {
  readonly view: ShopView
  readonly name: RankName
  readonly title: string
  readonly about: string
  readonly result: CommerceResult | undefined
  readonly problem?: string | undefined
  /** Shorter than the catalogue's, in the order of the metrics. */
  readonly labels: readonly string[]
  /** Of rows without a value. */
  readonly without: string
  readonly empty: string
  readonly className?: string
}

/** Groups by their largest metric, with others beside it: what is much, and what is out of line. */
export function RankPanel(props: RankPanelProps) {
  const { view, name, title, about, result, problem, empty, className } = props
  const { dimension, metrics } = RANKS[name]
  const main = metrics[0]
  const [frame, brushed] = useBrushedInView<HTMLDivElement>()
  const columns = result?.columns.filter(({ role }) => role === 'metric') ?? []
  return (
    <Panel
      title={title}
      about={about}
      table={result && tableOf(result, columns, dimensionLabel(view, dimension))}
      fileName={`${name}-by-${dimension}`}
      format={view.format}
      problem={problem ?? filterReason(view, main)}
      onExplain={() => view.change({ metric: main })}
      {...(className === undefined ? {} : { className })}
    >
      {result && (result.rows === 0 || isAllNothing(columns)) ? (
        <Empty>{empty}</Empty>
      ) : (
        <div ref={frame} className="scroll-box relative" tabIndex={0} role="region" aria-label={title}>
          {result && <RankTable {...props} result={result} columns={columns} isWaiting={brushed !== null} />}
        </div>
      )}
    </Panel>
  )
}

interface RankTableProps extends RankPanelProps {
  readonly result: CommerceResult
  readonly columns: readonly CommerceColumn[]
  readonly isWaiting: boolean
}

function RankTable(props: RankTableProps) {
  const { view, name, labels, result, columns } = props
  const { dimension, metrics } = RANKS[name]
  const groups = result.columns.find(({ role }) => role === 'dimension')?.values ?? []
  const labelOf = (metric: string) => labels[metrics.findIndex((each) => each === metric)] ?? metric
  return (
    <table className="w-full text-sm">
      <thead>
        <tr className="text-xs text-ink-faint">
          <th scope="col" className="pb-1 text-left font-medium">
            {dimensionLabel(view, dimension)}
          </th>
          {columns.map(({ name: metric }) => (
            <th key={metric} scope="col" className="pb-1 pl-3 text-right font-medium whitespace-nowrap">
              {labelOf(metric)}
            </th>
          ))}
          {result.previous_period && (
            <th scope="col" className="pb-1 pl-3 text-right font-medium whitespace-nowrap">
              Change
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {groups.map((value, row) => (
          <RankRow key={String(value)} {...props} group={value === null ? null : String(value)} row={row} />
        ))}
      </tbody>
    </table>
  )
}

function RankRow(props: RankTableProps & { group: string | null; row: number }) {
  const { view, name, without, result, columns, isWaiting, group, row } = props
  const { dimension, metrics } = RANKS[name]
  const [first] = columns
  const largest = Math.max(0, ...(first?.values ?? []).map((value) => (typeof value === 'number' ? value : 0)))
  const amount = first?.values[row]
  const delta = columnOf(result.columns, 'delta', metrics[0])?.values[row]
  const riseIs = metricOf(view, metrics[0])?.rise_is ?? 'neither'
  const width = isWaiting || largest === 0 || typeof amount !== 'number' ? 0 : (100 * Math.max(0, amount)) / largest
  return (
    <tr className="border-t border-line">
      <th
        scope="row"
        aria-label={wordsOf(view, dimension, group, without)}
        className="w-2/5 min-w-28 py-1 pr-2 text-left font-normal"
      >
        <span className="relative block py-0.5">
          <span className="absolute inset-y-0 left-0 rounded-xs bg-accent/15" style={{ width: `${width}%` }} />
          <span className="relative block truncate px-1.5">
            <GroupName view={view} dimension={dimension} group={group} without={without} />
          </span>
        </span>
      </th>
      {columns.map(({ name: metric, unit = 'number', values }) => {
        const value = values[row]
        return (
          <td key={metric} className="py-1 pl-3 text-right whitespace-nowrap">
            {isWaiting ? (
              <Waiting />
            ) : (
              <button
                type="button"
                aria-haspopup="dialog"
                onClick={() => view.change({ metric, detail: { dimension, value: group } })}
                className="underline-offset-4 hover:underline"
              >
                {view.format.value(typeof value === 'number' ? value : null, unit)}
              </button>
            )}
          </td>
        )
      })}
      {result.previous_period && (
        <td className="py-1 pl-3 text-right text-xs text-ink-faint">
          {isWaiting ? (
            <Waiting />
          ) : typeof delta === 'number' ? (
            <Delta delta={delta} unit={first?.unit ?? 'number'} riseIs={riseIs} format={view.format} />
          ) : (
            '–'
          )}
        </td>
      )}
    </tr>
  )
}

/** What the page can be filtered by is a button. */
function GroupName(props: { view: ShopView; dimension: string; group: string | null; without: string }) {
  const { view, dimension, group, without } = props
  const known = FILTER_DIMENSIONS.find((name) => name === dimension)
  if (!known)
    return (
      <span className={group === null ? 'text-ink-faint italic' : ''}>{wordsOf(view, dimension, group, without)}</span>
    )
  const { state, change } = view
  return (
    <button
      type="button"
      aria-pressed={isChosen(state.filters, known, group)}
      onClick={() => change({ filters: toggled(state.filters, known, group) })}
      className="w-full truncate text-left -outline-offset-2 hover:text-accent aria-pressed:font-medium"
    >
      {wordsOf(view, dimension, group, without)}
    </button>
  )
}

function wordsOf(view: ShopView, dimension: string, group: string | null, without: string): string {
  const known = FILTER_DIMENSIONS.find((name) => name === dimension)
  if (known) return valueWords(view, known, group)
  return group === null ? without : group.replaceAll('_', ' ')
}

function isAllNothing(columns: readonly CommerceColumn[]): boolean {
  return columns.every(({ values }) => values.every((value) => value === null || value === 0))
}

function tableOf(result: CommerceResult, columns: readonly CommerceColumn[], label: string): TwinTable {
  const groups = result.columns.find(({ role }) => role === 'dimension')?.values ?? []
  return {
    columns: [{ label }, ...columns.map(({ label: name, unit }) => ({ label: name, ...(unit ? { unit } : {}) }))],
    rows: groups.map((group, row) => [group, ...columns.map(({ values }) => values[row] ?? null)]),
  }
}
