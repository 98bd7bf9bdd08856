import type { ModelSignature, PredictRequest, RowPrediction } from '@zerosec/contract'
import { formatNumber, formatShort } from '../numbers/format.ts'

const SHOWN = 12

interface ContributionBarsProps {
  readonly contributions: NonNullable<RowPrediction['contributions']>
  readonly row: PredictRequest['rows'][number]
  readonly output: ModelSignature['output']
}

/** What each input adds to the prediction, the largest first; they add up to it from the base. */
export function ContributionBars({ contributions: { base, values }, row, output }: ContributionBarsProps) {
  const sorted = Object.entries(values).toSorted(([, a], [, b]) => Math.abs(b) - Math.abs(a))
  const rest = sorted.slice(SHOWN)
  const shown = sorted.slice(0, rest.length === 1 ? SHOWN + 1 : SHOWN)
  const largest = Math.max(...sorted.map(([, value]) => Math.abs(value)), 1e-300)
  const total = sorted.reduce((sum, [, value]) => sum + value, base)
  const isClass = output.kind === 'class'
  const others = rest.length > 1 ? rest.reduce((sum, [, value]) => sum + value, 0) : null
  return (
    <figure className="mt-4 rounded-lg border border-line bg-surface px-4 py-3" data-testid="contributions">
      <figcaption className="text-sm text-ink-soft">
        What each input adds{isClass && ` to the share of ${output.classes?.at(-1) ?? 'the last class'}`}
      </figcaption>
      <ul className="mt-2 space-y-1.5">
        {shown.map(([name, value]) => (
          <Bar key={name} name={name} cell={cellWords(row[name])} value={value} largest={largest} />
        ))}
        {others !== null && (
          <Bar
            name={`${rest.length} other inputs`}
            cell=""
            value={others}
            largest={Math.max(largest, Math.abs(others))}
          />
        )}
      </ul>
      <p className="mt-3 flex justify-between gap-3 border-t border-line pt-2 text-sm text-ink-soft">
        <span>
          From <span className="font-mono">{formatNumber(base)}</span>, the mean of the training rows
        </span>
        <span>
          to <span className="font-mono">{formatNumber(total)}</span>
        </span>
      </p>
    </figure>
  )
}

interface BarProps {
  readonly name: string
  readonly cell: string
  readonly value: number
  readonly largest: number
}

/** To the right of the middle what raises the prediction, to the left what lowers it. */
function Bar({ name, cell, value, largest }: BarProps) {
  const width = (50 * Math.abs(value)) / largest
  return (
    <li
      data-contribution={name}
      className="grid grid-cols-[minmax(0,1fr)_5rem_4rem] items-center gap-x-3 sm:max-md:grid-cols-[minmax(0,1fr)_9rem_4.5rem] lg:grid-cols-[minmax(0,1fr)_9rem_4.5rem] text-sm"
    >
      <span className="min-w-0 truncate" title={cell === '' ? name : `${name}: ${cell}`}>
        {name} {cell !== '' && <span className="ml-1 text-ink-faint">{cell}</span>}
      </span>
      <span aria-hidden className="relative h-3 bg-sunken">
        <span className="absolute inset-y-0 left-1/2 w-px bg-line-strong" />
        <span
          className={`absolute inset-y-0 ${value < 0 ? 'bg-class-2' : 'bg-class-1'}`}
          style={value < 0 ? { right: '50%', width: `${width}%` } : { left: '50%', width: `${width}%` }}
        />
      </span>
      <span className="text-right font-mono text-xs">{signed(value)}</span>
    </li>
  )
}

function signed(value: number): string {
  return value > 0 ? `+${formatNumber(value, 3)}` : formatNumber(value, 3)
}

function cellWords(cell: PredictRequest['rows'][number][string] | undefined): string {
  if (cell === undefined) return ''
  if (cell === null) return 'empty'
  return typeof cell === 'number' ? formatShort(cell) : String(cell)
}
