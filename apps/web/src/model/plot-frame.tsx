import type { ReactNode } from 'react'
import { formatShort } from '../numbers/format.ts'
import { type AxisRange, ticksOf } from './axis-range.ts'

/** Room for a small picture with its scale at the left. */
export function PlotFrame(props: { range: AxisRange | null; height: string; isDim: boolean; children: ReactNode }) {
  const { range, height, isDim, children } = props
  return (
    <div aria-hidden className={`flex ${height}`}>
      <div className="relative w-9 shrink-0">
        {range &&
          ticksOf(range).map((tick) => (
            <span
              key={tick}
              className="absolute right-1.5 -translate-y-1/2 text-[0.625rem] whitespace-nowrap text-ink-faint"
              style={{ top: `${100 * (1 - (tick - range.low) / (range.high - range.low))}%` }}
            >
              {formatShort(tick)}
            </span>
          ))}
      </div>
      <div
        className={`relative min-w-0 flex-1 border-b border-l border-line-strong transition-opacity ${isDim ? 'opacity-40' : ''}`}
      >
        {children}
      </div>
    </div>
  )
}
