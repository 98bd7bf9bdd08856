import type { Usual } from './anomaly-request.ts'
import type { Plot } from './time-plot.ts'

/** Where values were expected, behind the lines. */
export function UsualBand({ plot, usual }: { plot: Plot; usual: Usual }) {
  return (
    <g className="fill-ink-faint opacity-[0.13]" data-usual>
      {stretches(usual).map((places) => (
        <path key={places[0]} d={outline(places, plot, usual)} />
      ))}
    </g>
  )
}

/** What lies outside, before the lines. */
export function UnusualDots({ plot, usual }: { plot: Plot; usual: Usual }) {
  return usual.marks.map(({ place, value }) => (
    <circle
      key={place}
      data-unusual
      cx={plot.x(place)}
      cy={plot.y(value)}
      r="5"
      className="fill-surface stroke-caution"
      strokeWidth="2"
    />
  ))
}

/** Places beside each other that a band is known at. */
function stretches({ low, high }: Usual): number[][] {
  const found: number[][] = []
  for (const place of low.keys()) {
    if (low[place] === null || high[place] === null) continue
    const last = found.at(-1)
    if (last?.at(-1) === place - 1) last.push(place)
    else found.push([place])
  }
  return found
}

function outline(places: readonly number[], plot: Plot, { low, high }: Usual): string {
  const [bottom, top] = [plot.y(plot.ticks[0] ?? 0), plot.y(plot.ticks.at(-1) ?? 1)]
  const within = (value: number | null | undefined) => Math.min(bottom, Math.max(top, plot.y(value ?? 0)))
  const half = places.length === 1 ? plot.step / 2 : 0
  const points = (values: Usual['low'], order: readonly number[], sign: number) =>
    order.flatMap((place) =>
      (half === 0 ? [0] : [-half * sign, half * sign]).map(
        (shift) => `${(plot.x(place) + shift).toFixed(1)} ${within(values[place]).toFixed(1)}`,
      ),
    )
  return `M${[...points(high, places, 1), ...points(low, places.toReversed(), -1)].join('L')}Z`
}
