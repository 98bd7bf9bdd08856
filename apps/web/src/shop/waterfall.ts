import type { CommerceChange } from '@zerosec/contract'

export interface Step {
  readonly name: string
  readonly amount: number
  /** What it begins and ends at. */
  readonly from: number
  readonly to: number
  /** A whole value, not a step between two. */
  readonly isTotal: boolean
  readonly words: string
}

const NAMES: Record<CommerceChange['causes'][number]['cause'], string> = {
  price: 'Price',
  volume: 'Volume',
  mix: 'Mix',
  discounts: 'Discounts',
  refunds: 'Refunds',
}

/** From the value before, cause by cause, to the value now. Added in cents, so that the last step ends exactly at the value. */
export function waterfall({ previous, value, causes }: CommerceChange): Step[] {
  let cents = Math.round(previous * 100)
  const steps = causes.map(({ cause, amount, words }): Step => {
    const from = cents / 100
    cents += Math.round(amount * 100)
    return { name: NAMES[cause], amount, from, to: cents / 100, isTotal: false, words }
  })
  return [
    {
      name: 'Before',
      amount: previous,
      from: 0,
      to: previous,
      isTotal: true,
      words: 'the period that is compared with',
    },
    ...steps,
    { name: 'Now', amount: value, from: 0, to: value, isTotal: true, words: 'the period that is shown' },
  ]
}
