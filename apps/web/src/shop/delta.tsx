import type { CommerceMetric } from '@zerosec/contract'
import { Icon } from '../controls/icon.tsx'
import type { ShopFormat, Unit } from './shop-format.ts'

interface DeltaProps {
  readonly delta: number | null | undefined
  readonly unit: Unit
  readonly riseIs: CommerceMetric['rise_is']
  readonly format: ShopFormat
}

/** A change with an arrow, and whether it is a good one: in colour, and in words for who can't see that. */
export function Delta({ delta, unit, riseIs, format }: DeltaProps) {
  if (delta === null || delta === undefined) return null
  const text = format.change(delta, unit)
  const isFlat = !/[1-9]/.test(text)
  const isGood = riseIs === 'neither' || isFlat ? null : delta > 0 === (riseIs === 'good')
  const colour = isGood === null ? 'text-ink-soft' : isGood ? 'text-good' : 'text-serious'
  return (
    <span className={`inline-flex items-baseline gap-0.5 font-medium whitespace-nowrap ${colour}`}>
      {!isFlat && <Icon name={delta > 0 ? 'up' : 'down'} className="size-3 self-center" />}
      {text}
      {isGood !== null && <span className="sr-only">{isGood ? ', better' : ', worse'}</span>}
    </span>
  )
}
