'use client'

import type { CommerceCube } from '@zerosec/contract'
import { CubePanel, type CubePanelProps } from './cube-panel.tsx'
import { cubeReader } from './cube-rows.ts'
import { addDays } from './day.ts'
import { Empty } from './panel.tsx'
import type { ShopView } from './shop-view.ts'

interface Window {
  readonly customers: number
  readonly cents: number
}

/** What the customers of a month brought, by the days after the first order; undefined where none was observed so long. */
interface CohortValue {
  readonly month: string
  readonly windows: readonly (Window | undefined)[]
}

const FEW_CUSTOMERS = 20

/** What a customer is worth so many days after the first order, by the month of it. */
export function LtvPanel(props: CubePanelProps) {
  const { view, cube } = props
  const { days, cohorts } = cube ? cohortValues(cube) : { days: [], cohorts: [] }
  const all = days.map((_, k) => together(cohorts.map(({ windows }) => windows[k])))
  const highest = Math.max(0.01, ...cohorts.flatMap(({ windows }) => windows.map((one) => meanOf(one) ?? 0)))
  return (
    <CubePanel
      {...props}
      title="Customer value"
      fileName="customer-value"
      meaning="What the customers of a month brought up to so many days after their first order, after discounts and refunds, over the customers who were observed so long. It is revenue, not margin, and no forecast."
    >
      {cube && cohorts.length === 0 && <Empty>No customer had a first order in these months.</Empty>}
      {cohorts.length > 0 && (
        <div className="scroll-box relative" tabIndex={0} role="region" aria-label="Customer value">
          <table className="w-full border-separate border-spacing-px text-xs">
            <thead>
              <tr className="text-ink-faint">
                <th scope="col" className="pr-3 text-left font-medium whitespace-nowrap">
                  First order
                </th>
                {days.map((day) => (
                  <th key={day} scope="col" className="min-w-14 text-center font-medium whitespace-nowrap">
                    {day === 0 ? 'same day' : `${day} d`}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              <ValueRow view={view} name="All of them" windows={all} highest={highest} />
              {cohorts.map(({ month, windows }) => (
                <ValueRow
                  key={month}
                  view={view}
                  name={view.format.month(month)}
                  month={month}
                  windows={windows}
                  highest={highest}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {cohorts.length > 0 && (
        <p className="mt-2 text-xs text-ink-faint">Net sales a customer; hatched: nobody has been observed so long.</p>
      )}
    </CubePanel>
  )
}

interface ValueRowProps {
  readonly view: ShopView
  readonly name: string
  readonly windows: readonly (Window | undefined)[]
  readonly highest: number
  /** Of the cohort; not given for all of them. */
  readonly month?: string
}

function ValueRow({ view: { format, change, shop }, name, windows, highest, month }: ValueRowProps) {
  const isTotal = month === undefined
  return (
    <tr className={isTotal ? 'font-medium' : ''}>
      <th scope="row" className={`pr-3 text-left whitespace-nowrap ${isTotal ? 'font-medium' : 'font-normal'}`}>
        {month === undefined ? (
          name
        ) : (
          <button
            type="button"
            aria-haspopup="dialog"
            onClick={() =>
              change({
                metric: 'customers_by_first_order',
                detail: {
                  dimension: 'cohort_month',
                  value: month,
                  range: { from: shop.known.first, to: addDays(shop.known.last, 1) },
                },
              })
            }
            className="underline-offset-4 hover:underline"
          >
            {name}
          </button>
        )}
      </th>
      {windows.map((window, k) => {
        const mean = meanOf(window)
        // the windows of a cohort never change places
        if (!window || mean === undefined)
          return <td key={k} className="hatched rounded-xs" aria-label="not observed yet" />
        const isFaint = window.customers < FEW_CUSTOMERS
        const depth = isTotal || isFaint ? 0 : Math.round(4 + 34 * Math.max(0, mean / highest))
        return (
          <td
            key={k}
            className={`h-6 rounded-xs px-1 text-center ${isFaint ? 'text-ink-faint' : ''}`}
            style={{ background: `color-mix(in oklab, var(--accent) ${depth}%, var(--surface))` }}
            title={`${name}: ${format.exact(window.cents / 100, 'money')} of ${format.exact(window.customers, 'count')} customers`}
          >
            {format.value(mean, 'money')}
          </td>
        )
      })}
    </tr>
  )
}

function meanOf(window: Window | undefined): number | undefined {
  return window === undefined || window.customers === 0 ? undefined : Math.round(window.cents / window.customers) / 100
}

/** Sums over sums: a large cohort weighs more than a small one. */
function together(windows: readonly (Window | undefined)[]): Window | undefined {
  const told = windows.filter((window) => window !== undefined)
  if (told.length === 0) return undefined
  return {
    customers: told.reduce((sum, { customers }) => sum + customers, 0),
    cents: told.reduce((sum, { cents }) => sum + cents, 0),
  }
}

function cohortValues(cube: CommerceCube): { days: number[]; cohorts: CohortValue[] } {
  const { text, number } = cubeReader(cube)
  const rows = Array.from({ length: cube.rows }, (_, row) => row)
  const days = [...new Set(rows.map((row) => number('days', row)))].toSorted((a, b) => a - b)
  const cohorts = new Map<string, (Window | undefined)[]>()
  for (const row of rows) {
    const windows = cohorts.get(text('cohort_month', row)) ?? days.map(() => undefined)
    const window = { customers: number('customers', row), cents: Math.round(number('value', row) * 100) }
    windows[days.indexOf(number('days', row))] = window
    cohorts.set(text('cohort_month', row), windows)
  }
  return { days, cohorts: [...cohorts].map(([month, windows]) => ({ month, windows })) }
}
