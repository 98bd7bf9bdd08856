import type { CommerceMetric, CommerceResult } from '@zerosec/contract'
import { Delta } from '../delta.tsx'
import type { ShopView } from '../shop-view.ts'
import { useBrushed } from './use-brush-store.ts'
import { Waiting } from './waiting.tsx'

/** The number of the whole range beside a chart, or of the part of it that is marked. */
export function PanelFigure(props: {
  view: ShopView
  metric: CommerceMetric
  result: CommerceResult
  hasDelta?: boolean
}) {
  const { view, metric, result, hasDelta = true } = props
  const { name, unit, rise_is: riseIs } = metric
  const marked = useBrushed()?.numbers.metric(name, unit)
  const { value, delta } = marked ?? { value: result.values[name] ?? null, delta: result.deltas[name] }
  return (
    <div className="flex shrink-0 items-baseline gap-2 text-sm">
      <span className="font-medium">{value === undefined ? <Waiting /> : view.format.value(value, unit)}</span>
      {hasDelta && (
        <span className="text-xs max-sm:hidden">
          <Delta delta={delta} unit={unit} riseIs={riseIs} format={view.format} />
        </span>
      )}
    </div>
  )
}
