'use client'

import type { CommerceCube } from '@zerosec/contract'
import { CubePanel, type CubePanelProps } from './cube-panel.tsx'
import { cubeReader } from './cube-rows.ts'
import { CurveChart } from './curve-chart.tsx'
import { Empty } from './panel.tsx'

const MILESTONES = [30, 90, 180, 365]
const LONGEST = 365
/** Fewer at risk say little of the days that follow. */
const LEAST_AT_RISK = 30

/** How soon customers order a second time, and how many never do so far. */
export function RepeatPanel(props: CubePanelProps) {
  const { view, cube } = props
  const shares = cube ? sharesByDay(cube) : []
  const last = shares.length - 1
  return (
    <CubePanel
      {...props}
      title="Time to the second order"
      fileName="repeat-curve"
      meaning="Share of the customers who have ordered again by so many days after the first order, by Kaplan and Meier: who has not been observed so long leaves the count then, instead of counting as one who never came back."
    >
      {cube && last < 1 ? (
        <Empty>Too few customers have been observed for a curve.</Empty>
      ) : (
        <>
          <dl className="mb-3 flex flex-wrap gap-x-8 gap-y-2">
            {MILESTONES.filter((day) => day <= last).map((day) => (
              <div key={day}>
                <dt className="text-xs text-ink-faint">within {day} days</dt>
                <dd className="text-lg leading-tight font-medium">{view.format.exact(shares[day], 'ratio')}</dd>
              </div>
            ))}
          </dl>
          <CurveChart
            title="Customers who have ordered again, by days after the first order"
            values={shares}
            unit="ratio"
            format={view.format}
            place={(day) => `${day} ${day === 1 ? 'day' : 'days'} after the first order`}
            label="Have ordered again"
            height={330}
          />
        </>
      )}
    </CubePanel>
  )
}

/** The curve steps on days that someone came back; it is as high on those between. It ends where few are left to come back. */
function sharesByDay(cube: CommerceCube): number[] {
  const { number } = cubeReader(cube)
  const shares: number[] = []
  for (let row = 0; row < cube.rows; row++) {
    const day = number('days', row)
    if (number('at_risk', row) < LEAST_AT_RISK) break
    while (shares.length < day) shares.push(shares.at(-1) ?? 0)
    shares[day] = number('returned_share', row)
  }
  return shares.slice(0, LONGEST + 1)
}
