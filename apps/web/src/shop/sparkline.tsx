import { lineSegments } from './time-scale.ts'

const [WIDTH, HEIGHT, MARGIN] = [120, 28, 2]

/** The shape of a metric over the period; its numbers are in the chart and the dialog. */
export function Sparkline({ values, partial }: { values: readonly (number | null)[]; partial: readonly boolean[] }) {
  const told = values.filter((value) => value !== null)
  if (told.length < 2) return <svg aria-hidden viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="block h-7 w-full" />
  const [low, high] = [Math.min(...told), Math.max(...told)]
  const x = (i: number) => MARGIN + ((WIDTH - 2 * MARGIN) * i) / Math.max(1, values.length - 1)
  const y = (value: number) =>
    high === low ? HEIGHT / 2 : MARGIN + (HEIGHT - 2 * MARGIN) * (1 - (value - low) / (high - low))
  const path = (isPartial: boolean) =>
    lineSegments(values, partial)
      .filter((segment) => segment.isPartial === isPartial)
      .map(({ from, to }) => `M${x(from)} ${y(values[from] ?? 0)}L${x(to)} ${y(values[to] ?? 0)}`)
      .join('')
  return (
    <svg aria-hidden viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" className="block h-7 w-full">
      <g fill="none" className="stroke-accent" strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round">
        <path d={path(false)} vectorEffect="non-scaling-stroke" />
        <path d={path(true)} vectorEffect="non-scaling-stroke" strokeDasharray="2 3" />
      </g>
    </svg>
  )
}
