import { shortNumber } from '../plot-parts.ts'
import type { TradeOff } from './trade-off.ts'
import { wishText } from './wishes.ts'

/** How many choices are left, how far they reach, and one to begin with. */
export function headline(tradeOff: TradeOff): string {
  const { candidates, wishes, front, knee, mostDesirable } = tradeOff
  const isSearch = candidates.source === 'search'
  const count = candidates.numbers.length
  const wanted = wishes.map(wishText).join(', ')
  const found = isSearch
    ? `The search found ${front.length} ${front.length === 1 ? 'setting' : 'settings'} of which none beats another (${wanted})`
    : `${front.length} of ${count} rows ${front.length === 1 ? 'is' : 'are'} beaten by no other in all of ${wanted}`
  if (front.length === 1)
    return `${found}: ${nameOf(tradeOff, front[0]!)} is best in everything, there is nothing to trade.`
  const choice = knee ?? mostDesirable
  const why = knee === null ? 'the best balance' : 'the knee, beyond which a gain in one costs much in another'
  return `${found}. Begin with ${nameOf(tradeOff, choice)}, ${why}: ${valuesText(tradeOff, choice)}.`
}

/** `row 17 (B-3)` or `setting 4` */
export function nameOf({ candidates: { source, numbers, labels } }: TradeOff, place: number): string {
  const label = labels?.[place]
  const number = numbers[place]!
  if (source === 'search') return `setting ${number}`
  return label === null || label === undefined ? `row ${number}` : `row ${number} (${label})`
}

export function valuesText({ candidates, wishes }: TradeOff, place: number): string {
  const texts = wishes.map(({ name }) => {
    const { values, unit } = candidates.quantities.get(name)!
    return `${name} ${shortNumber(values[place]!)}${unit === undefined ? '' : ` ${unit}`}`
  })
  return texts.join(', ')
}
