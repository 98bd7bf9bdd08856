import type { Plot, TimeLine } from './time-plot.ts'
import { lineSegments } from './time-scale.ts'

interface TimeMarksProps {
  readonly plot: Plot
  readonly lines: readonly TimeLine[]
  readonly partial: readonly boolean[]
  readonly place: number | null
  /** Where the drawing ends below. */
  readonly bottom: number
}

const WIDEST_BAR = 36

export function TimeMarks({ plot, lines, partial, place, bottom }: TimeMarksProps) {
  const bars = lines.filter(({ look }) => look === 'bar')
  const drawn = lines.filter(({ look }) => look !== 'bar')
  return (
    <>
      {place !== null && (
        <line
          x1={plot.x(place)}
          x2={plot.x(place)}
          y1={8}
          y2={bottom}
          className="stroke-line-strong"
          strokeDasharray="3 3"
        />
      )}
      <Bars plot={plot} bars={bars} partial={partial} place={place} />
      {drawn.map((line) => (
        <Line key={line.name} plot={plot} line={line} partial={partial} />
      ))}
      {place !== null &&
        drawn.map(({ name, values, colour }) => {
          const value = values[place] ?? null
          return (
            value !== null && (
              <circle
                key={name}
                cx={plot.x(place)}
                cy={plot.y(value)}
                r="3.5"
                fill={colour}
                className="stroke-surface"
                strokeWidth="1.5"
              />
            )
          )
        })}
    </>
  )
}

function Bars({
  plot,
  bars,
  partial,
  place,
}: Omit<TimeMarksProps, 'lines' | 'bottom'> & { bars: readonly TimeLine[] }) {
  const count = bars[0]?.values.length ?? 0
  const width = Math.max(1, Math.min(WIDEST_BAR, plot.step * 0.68))
  return Array.from({ length: count }, (_, i) => {
    let sum = 0
    return bars.map(({ name, values, colour }) => {
      const value = values[i] ?? 0
      const [from, to] = [plot.y(sum), plot.y(sum + value)]
      sum += value
      return (
        <rect
          key={`${name} ${i}`}
          x={plot.x(i) - width / 2}
          y={Math.min(from, to)}
          width={width}
          height={Math.abs(from - to)}
          fill={colour}
          opacity={place !== null && place !== i ? 0.55 : partial[i] ? 0.5 : 1}
        />
      )
    })
  })
}

function Line({ plot, line, partial }: { plot: Plot; line: TimeLine; partial: readonly boolean[] }) {
  const { values, colour, look } = line
  const segments = lineSegments(values, partial)
  const point = (i: number) => `${plot.x(i).toFixed(1)} ${plot.y(values[i] ?? 0).toFixed(1)}`
  const path = (isPartial: boolean) =>
    segments
      .filter((segment) => segment.isPartial === isPartial)
      .map(({ from, to }) => `M${point(from)}L${point(to)}`)
      .join('')
  const area = segments
    .map(({ from, to }) => `M${point(from)}L${point(to)}V${plot.y(0).toFixed(1)}H${plot.x(from).toFixed(1)}Z`)
    .join('')
  const width = look === 'thin' ? 1.25 : 2
  return (
    <g fill="none" stroke={colour} strokeWidth={width} strokeLinecap="round" strokeLinejoin="round">
      {look === 'area' && <path d={area} fill={colour} stroke="none" opacity="0.1" />}
      <path d={path(false)} />
      <path d={path(true)} strokeDasharray="2 4" />
      {values.map((value, i) => {
        const isAlone = value !== null && (values[i - 1] ?? null) === null && (values[i + 1] ?? null) === null
        return (
          isAlone && <circle key={plot.x(i)} cx={plot.x(i)} cy={plot.y(value)} r="2.5" fill={colour} stroke="none" />
        )
      })}
    </g>
  )
}
