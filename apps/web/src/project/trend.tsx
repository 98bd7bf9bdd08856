import { formatNumber, formatPercent } from '../numbers/format.ts'
import { type TrendPoint, trendShape } from './trend-points.ts'

interface TrendProps {
  readonly title: string
  /** What is drawn, in a few words. */
  readonly about: string
  readonly points: readonly TrendPoint[]
  /** Values are fractions, shown as percent. */
  readonly isShare?: boolean
}

const [WIDTH, HEIGHT, MARGIN] = [220, 72, 8]

/** One figure over the rounds, small: a dot a round, a line for the best so far. Its numbers stand in the rounds below, too. */
export function Trend({ title, about, points, isShare = false }: TrendProps) {
  const text = (value: number) => (isShare ? formatPercent(value) : formatNumber(value))
  const told = points.filter(({ value }) => value !== null)
  const last = points.at(-1)
  const latest = last?.soFar ?? last?.value ?? told.at(-1)?.value ?? null
  const { dots, line } = trendShape(points, WIDTH, HEIGHT, MARGIN)
  const words = told.map(({ round, value }) => `round ${round}: ${text(value ?? 0)}`).join(', ')
  return (
    <figure className="flex min-w-0 flex-col justify-between bg-surface px-4 py-3.5 shadow-[0_0_0_1px_var(--line)]">
      <figcaption className="min-w-0">
        <span className="block truncate text-sm font-medium" title={title}>
          {title}
        </span>
        <span className="block text-xs text-ink-faint">{about}</span>
        <span className="mt-1 block text-xl font-medium tracking-tight">{latest === null ? '–' : text(latest)}</span>
      </figcaption>
      <svg
        role="img"
        aria-label={words === '' ? `${title}: no value yet` : `${title}, ${words}`}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        className="mt-2 block w-full"
      >
        <line x1="0" x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} className="stroke-line" />
        {dots.length > 1 && (
          <polyline points={line} fill="none" className="stroke-accent" strokeWidth="1.5" strokeLinejoin="round" />
        )}
        {dots.map(({ round, x, y }) => (
          <circle key={round} cx={x} cy={y} r="3.2" className="fill-surface stroke-accent" strokeWidth="1.5" />
        ))}
      </svg>
    </figure>
  )
}
