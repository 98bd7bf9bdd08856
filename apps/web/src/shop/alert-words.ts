import type { CommerceAlert, CommerceCondition } from '@zerosec/contract'
import { shopFormat } from './shop-format.ts'
import { metricOf } from './shop-view.ts'
import type { Shop } from './use-shop.ts'

/** What an alert waits for, in a sentence. */
export function conditionWords(
  { metric, grain, condition, filters }: Pick<CommerceAlert, 'metric' | 'grain' | 'condition' | 'filters'>,
  shop: Shop,
): string {
  if (condition.is === 'stale') return `When no new data have come for more than ${condition.days} days.`
  const known = metricOf({ shop }, metric)
  const label = known?.label ?? metric
  const only = filters.length === 0 ? '' : ', filtered'
  return `${label} of a ${grain}${only}: ${wanted(condition, (value) => limitWords(value, known?.unit, shop))}.`
}

function wanted(condition: Exclude<CommerceCondition, { is: 'stale' }>, limit: (value: number) => string): string {
  if (condition.is === 'unusual') {
    return condition.direction === 'either'
      ? 'unusual'
      : `unusually ${condition.direction === 'above' ? 'high' : 'low'}`
  }
  if ('by' in condition) {
    const than = condition.against === 'previous' ? 'the one before' : 'a year before'
    return `${condition.is} by more than ${Math.round(condition.by * 1000) / 10} % against ${than}`
  }
  return `${condition.is} ${limit(condition.value)}`
}

function limitWords(
  value: number,
  unit: Parameters<ReturnType<typeof shopFormat>['exact']>[1] | undefined,
  shop: Shop,
) {
  return unit === undefined ? String(value) : shopFormat(shop.currency).exact(value, unit)
}
