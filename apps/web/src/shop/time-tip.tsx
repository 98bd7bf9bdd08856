import { BesidePlace } from './beside-place.tsx'
import type { Brushed } from './brushed/brush-store.ts'
import { useBrushed } from './brushed/use-brush-store.ts'
import { Waiting } from './brushed/waiting.tsx'
import type { Plot, TimeData } from './time-plot.ts'

/** What stands at a place, beside it. */
export function TimeTip(props: TimeData & { place: number; plot: Plot; isMarking: boolean }) {
  const { place, plot, buckets, lines, format, isMarking } = props
  const before = buckets.previousDays[place]
  const brushed = useBrushed()
  if (isMarking && brushed) return <MarkedTip {...props} brushed={brushed} />
  return (
    <BesidePlace place={place} plot={plot}>
      <p className="font-medium whitespace-nowrap">{format.bucket(buckets.days[place] ?? '', buckets.grain)}</p>
      {buckets.partial[place] && <p className="text-caution">not complete</p>}
      <dl className="mt-1 space-y-0.5">
        {lines.map(({ name, label, values, unit, colour }) => (
          <div key={name} className="flex items-center gap-2 whitespace-nowrap">
            <span className="size-2 shrink-0 rounded-full" style={{ background: colour }} />
            <dt className="text-ink-soft">{label}</dt>
            <dd className="ml-auto pl-3 font-medium">{format.exact(values[place], unit)}</dd>
          </div>
        ))}
      </dl>
      {before && <p className="mt-1 text-ink-faint">compared with {format.bucket(before, buckets.grain)}</p>}
    </BesidePlace>
  )
}

/** What all that is marked comes to. */
function MarkedTip(props: TimeData & { place: number; plot: Plot; brushed: Brushed }) {
  const { place, plot, lines, format, brushed } = props
  const { range, numbers } = brushed
  const shown = lines.filter(({ look }) => look !== 'thin')
  return (
    <BesidePlace place={place} plot={plot}>
      <p className="font-medium whitespace-nowrap">{format.range(range.from, range.to)}</p>
      <dl className="mt-1 space-y-0.5">
        {shown.map(({ name, label, unit, colour }) => {
          const { value } = numbers.metric(name, unit)
          return (
            <div key={name} className="flex items-center gap-2 whitespace-nowrap">
              <span className="size-2 shrink-0 rounded-full" style={{ background: colour }} />
              <dt className="text-ink-soft">{label}</dt>
              <dd className="ml-auto pl-3 font-medium">
                {value === undefined ? <Waiting /> : format.exact(value, unit)}
              </dd>
            </div>
          )
        })}
      </dl>
      <p className="mt-1 text-accent">release, or Enter: these alone</p>
    </BesidePlace>
  )
}
