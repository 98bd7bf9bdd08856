import type { MetricsBlock } from '@zerosec/report'
import { formatNumber } from '../numbers/format.ts'

/** A handful of figures to read first. */
export function Metrics({ block }: { block: MetricsBlock }) {
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-line bg-surface max-sm:[&>:last-child:nth-child(odd)]:col-span-2 sm:grid-cols-[repeat(auto-fit,minmax(10.5rem,1fr))]">
      {block.items.map(({ label, value, unit, note }) => (
        <div
          key={label}
          className="row-span-3 grid grid-rows-subgrid gap-y-0.5 px-4 shadow-[0_0_0_1px_var(--line)] py-3.5"
        >
          <dt className="text-sm text-ink-soft">{label}</dt>
          <dd className="text-xl font-medium tracking-tight">
            {value === null ? '–' : typeof value === 'number' ? formatNumber(value) : value}
            {unit && <span className="ml-1.5 text-sm font-normal text-ink-faint">{unit}</span>}
          </dd>
          {note && <dd className="text-xs text-ink-faint">{note}</dd>}
        </div>
      ))}
    </dl>
  )
}
