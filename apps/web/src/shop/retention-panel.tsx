'use client'

import type { CommerceCube } from '@zerosec/contract'
import { CubePanel, type CubePanelProps } from './cube-panel.tsx'
import { cubeReader } from './cube-rows.ts'
import { addMonths } from './day.ts'
import { Empty } from './panel.tsx'
import type { ShopDetail } from './shop-state.ts'
import type { ShopView } from './shop-view.ts'

interface Cohort {
  readonly month: string
  readonly customers: number
  /** Share of them by months after the first order; undefined where the month is not over. */
  readonly shares: readonly (number | undefined)[]
}

/** Below it a share says little: one customer more or less is 5 points. */
const FEW_CUSTOMERS = 20

/** Which share of a month's new customers ordered again, month by month. */
export function RetentionPanel(props: CubePanelProps) {
  const { view, cube } = props
  const cohorts = cube ? cohortsOf(cube) : []
  const months = Math.max(0, ...cohorts.map(({ shares }) => shares.length))
  const highest = Math.max(0.01, ...cohorts.flatMap(({ shares }) => shares.slice(1).map((share) => share ?? 0)))
  return (
    <CubePanel
      {...props}
      title="Cohort retention"
      fileName="cohort-retention"
      meaning="A cohort is the persons whose first valid order fell into a month. Each cell is the share of them who ordered in the month so many months later."
    >
      {cube && cohorts.length === 0 && <Empty>No customer had a first order in these months.</Empty>}
      {cohorts.length > 0 && (
        <div className="scroll-box relative" tabIndex={0} role="region" aria-label="Cohort retention">
          <table className="w-full border-separate border-spacing-px text-xs">
            <MonthsHead months={months} />
            <tbody>
              {cohorts.map((cohort) => (
                <CohortRow key={cohort.month} cohort={cohort} months={months} highest={highest} view={view} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {cohorts.length > 0 && (
        <p className="mt-2 text-xs text-ink-faint">
          Months later, by the calendar; hatched: not over yet
          {cohorts.some(({ customers }) => customers < FEW_CUSTOMERS)
            ? `; faint: fewer than ${FEW_CUSTOMERS} customers`
            : ''}
          .
        </p>
      )}
    </CubePanel>
  )
}

function MonthsHead({ months }: { months: number }) {
  return (
    <thead>
      <tr className="text-ink-faint">
        <th scope="col" className="pr-3 text-left font-medium whitespace-nowrap">
          First order
        </th>
        <th scope="col" className="pr-3 text-right font-medium">
          Customers
        </th>
        {Array.from({ length: months }, (_, k) => (
          <th key={k} scope="col" className="min-w-10 text-center font-medium">
            <span className="sr-only">Months later: </span>
            {k}
          </th>
        ))}
      </tr>
    </thead>
  )
}

function CohortRow({
  cohort,
  months,
  highest,
  view: { format, change },
}: {
  cohort: Cohort
  months: number
  highest: number
  view: ShopView
}) {
  const { month, customers, shares } = cohort
  return (
    <tr className={customers < FEW_CUSTOMERS ? 'text-ink-faint' : ''}>
      <th scope="row" className="pr-3 text-left font-normal whitespace-nowrap">
        {format.month(month)}
      </th>
      <td className="pr-3 text-right">{format.exact(customers, 'count')}</td>
      {Array.from({ length: months }, (_, k) => {
        const share = shares[k]
        if (share === undefined) return <td key={k} className="hatched rounded-xs" aria-label="not over yet" />
        const depth = customers < FEW_CUSTOMERS ? 0 : k === 0 ? 8 : Math.round(8 + 34 * (share / highest))
        return (
          <td
            key={k}
            className="h-6 rounded-xs text-center"
            style={{ background: `color-mix(in oklab, var(--accent) ${depth}%, var(--surface))` }}
            title={`${format.month(month)}, ${k} months later: ${format.exact(share, 'ratio')} of ${customers}`}
          >
            <button
              type="button"
              aria-haspopup="dialog"
              onClick={() => change({ metric: 'customers', detail: cellOf(month, k) })}
              className="w-full underline-offset-4 -outline-offset-2 hover:underline"
            >
              {k === 0 ? '100%' : format.exact(share, 'ratio')}
            </button>
          </td>
        )
      })}
    </tr>
  )
}

/** The customers of a cohort with an order in the month so many months later. */
function cellOf(month: string, k: number): ShopDetail {
  const from = addMonths(month, k)
  return { dimension: 'cohort_month', value: month, range: { from, to: addMonths(from, 1) } }
}

function cohortsOf(cube: CommerceCube): Cohort[] {
  const { text, number } = cubeReader(cube)
  const cohorts = new Map<string, { customers: number; shares: (number | undefined)[] }>()
  for (let row = 0; row < cube.rows; row++) {
    const month = text('cohort_month', row)
    const cohort = cohorts.get(month) ?? { customers: number('customers', row), shares: [] }
    cohort.shares[number('k', row)] = number('retention', row)
    cohorts.set(month, cohort)
  }
  return [...cohorts].map(([month, cohort]) => ({ month, ...cohort }))
}
