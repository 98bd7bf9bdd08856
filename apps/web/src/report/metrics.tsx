import type { MetricsBlock } from '@zerosec/report'
import { formatNumber } from '../numbers/format.ts'

/** A handful of figures to read first. */
export function Metrics({ block }: { block: MetricsBlock }) {
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-line bg-line max-sm:[&>:last-child:nth-child(odd)]:col-span-2 sm:grid-cols-[repeat(auto-fit,minmax(10.5rem,1fr))]">
      {block.items.map(({ label, value, unit, note }) => (
        <div key={label} className="flex flex-col bg-surface px-4 py-3.5">
          <dt className="text-sm text-ink-soft">{label}</dt>
          <dd className="mt-1 text-xl font-medium tracking-tight">
            {value === null ? '–' : typeof value === 'number' ? formatNumber(value) : value}
            {unit && <span className="ml-1.5 text-sm font-normal text-ink-faint">{unit}</span>}
          </dd>
          {note && <dd className="mt-1 text-xs text-ink-faint">{note}</dd>}
        </div>
      ))}
    </dl>
  )
}
