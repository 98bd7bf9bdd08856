import type { Factor } from '@zerosec/engine'
import { placeInRange } from './design-changes.ts'
import type { RunMark } from './planned-runs.ts'

interface PairPlotProps {
  readonly factors: readonly Factor[]
  readonly runs: Float64Array
  readonly marks?: readonly RunMark[] | undefined
}

/** Panels stay readable up to so many factors. */
const MOST_FACTORS = 6
const SIDE = 100
const MARGIN = 10

/** Every two factors against each other, a dot a run; where runs coincide the dot is larger. */
export function PairPlot({ factors, runs, marks }: PairPlotProps) {
  const shown = factors
    .map((factor, index) => ({ factor, index }))
    .filter(({ factor }) => factor.kind !== 'block')
    .slice(0, MOST_FACTORS)
  const left = factors.filter(({ kind }) => kind !== 'block').length - shown.length
  if (shown.length < 2) return null
  const across = shown.slice(0, -1)
  return (
    <figure>
      <div
        role="img"
        aria-label={`The runs in pairs of factors: ${shown.map(({ factor }) => factor.name).join(', ')}`}
        className="grid gap-1.5"
        style={{ gridTemplateColumns: `1.4rem repeat(${across.length}, minmax(0, 11rem))` }}
      >
        {shown.slice(1).map((vertical, row) => [
          <span
            key={`label-${vertical.index}`}
            className="self-center justify-self-center truncate text-xs text-ink-soft [text-orientation:sideways] [writing-mode:vertical-rl] rotate-180 max-h-24"
          >
            {vertical.factor.name}
          </span>,
          ...across.map((horizontal, column) =>
            column <= row ? (
              <Panel
                key={`${horizontal.index}-${vertical.index}`}
                dots={dotsOf(factors, runs, horizontal.index, vertical.index, marks)}
              />
            ) : (
              <span key={`${horizontal.index}-${vertical.index}`} />
            ),
          ),
        ])}
        <span />
        {across.map(({ factor, index }) => (
          <span key={index} className="truncate text-center text-xs text-ink-soft">
            {factor.name}
          </span>
        ))}
      </div>
      {left > 0 && (
        <figcaption className="mt-2 text-xs text-ink-faint">The first {MOST_FACTORS} factors are shown.</figcaption>
      )}
    </figure>
  )
}

interface Dot {
  readonly x: number
  readonly y: number
  readonly count: number
  readonly isChanged: boolean
}

function dotsOf(
  factors: readonly Factor[],
  runs: Float64Array,
  horizontal: number,
  vertical: number,
  marks: readonly RunMark[] | undefined,
): Dot[] {
  const dots = new Map<string, Dot>()
  for (let i = 0; i * factors.length < runs.length; i++) {
    const at = i * factors.length
    const x = MARGIN + (SIDE - 2 * MARGIN) * placeInRange(factors[horizontal]!, runs[at + horizontal]!)
    const y = SIDE - MARGIN - (SIDE - 2 * MARGIN) * placeInRange(factors[vertical]!, runs[at + vertical]!)
    const place = `${x.toFixed(1)} ${y.toFixed(1)}`
    const before = dots.get(place)
    const isChanged = (marks?.[i] ?? 'found') !== 'found' || before?.isChanged === true
    dots.set(place, { x, y, count: (before?.count ?? 0) + 1, isChanged })
  }
  return [...dots.values()]
}

function Panel({ dots }: { dots: readonly Dot[] }) {
  return (
    <svg viewBox={`0 0 ${SIDE} ${SIDE}`} className="aspect-square w-full rounded-md border border-line bg-surface">
      <rect
        x={MARGIN}
        y={MARGIN}
        width={SIDE - 2 * MARGIN}
        height={SIDE - 2 * MARGIN}
        fill="none"
        className="stroke-line"
        strokeWidth="1"
      />
      {dots.map(({ x, y, count, isChanged }) => (
        <circle
          key={`${x} ${y}`}
          cx={x}
          cy={y}
          r={2 + 1.4 * Math.sqrt(count)}
          className={isChanged ? 'fill-caution' : 'fill-accent'}
          fillOpacity="0.85"
        />
      ))}
    </svg>
  )
}
