import { CodedError } from '@zerosec/errors'
import type { Warning } from '@zerosec/report'
import type { FactorDescription } from './factor-description.ts'

export interface MixtureTotals {
  readonly of: (group: string) => number
  readonly warnings: readonly Warning[]
}

/**
 * What the components of each mixture add up to: the total that is given, else 1 if no amount is above 1, else 100.
 *
 * @throws CodedError design_mixture_impossible if two totals are given
 */
export function mixtureTotals(components: readonly FactorDescription[]): MixtureTotals {
  const groups = new Map<string, FactorDescription[]>()
  for (const component of components) {
    const group = groupOf(component)
    groups.set(group, [...(groups.get(group) ?? []), component])
  }
  const warnings: Warning[] = []
  const totals = new Map<string, number>()
  for (const [group, members] of groups) {
    const names = members.map(({ name }) => name)
    const given = new Set(members.flatMap(({ total }) => (total === undefined ? [] : [total])))
    if (given.size > 1) {
      const problem = `the totals ${[...given].join(' and ')} are given for it; give one`
      throw new CodedError('design_mixture_impossible', { group, components: names, problem })
    }
    const [total = Math.max(...members.map(({ high }) => high ?? 1)) <= 1 ? 1 : 100] = given
    totals.set(group, total)
    if (given.size === 0) {
      const message = `${names.join(', ')} are taken to sum to ${total}. Give a total if they sum to something else.`
      warnings.push({ code: 'mixture_total', level: 'note', message, columns: names })
    }
  }
  return { of: (group) => totals.get(group)!, warnings }
}

/** Components without a group belong together. */
export function groupOf({ group }: FactorDescription): string {
  return group ?? '1'
}
