import type { ReactNode } from 'react'
import type { Plot } from './time-plot.ts'

const DISTANCE = 12

interface BesidePlaceProps {
  readonly place: number
  readonly plot: Plot
  readonly children: ReactNode
}

/** A box beside a place of a chart, over it where it would not fit: what leaves the panel is not seen. */
export function BesidePlace({ place, plot, children }: BesidePlaceProps) {
  const x = plot.x(place)
  const isRight = x > plot.width / 2
  return (
    <div
      aria-hidden
      className={`pointer-events-none absolute inset-x-0 top-1 z-20 flex ${isRight ? 'flex-row-reverse' : ''}`}
    >
      <span style={{ flex: `0 1 ${DISTANCE + (isRight ? plot.width - x : x)}px` }} />
      <div className="max-w-full min-w-44 shrink-0 rounded-md border border-line-strong bg-surface px-3 py-2 text-xs shadow-[0_4px_16px_var(--shadow)]">
        {children}
      </div>
    </div>
  )
}
