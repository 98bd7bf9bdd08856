import { describe, expect, it } from 'vitest'
import { type CodedLinear, mixtureSums } from './coded-linear.ts'
import { codedRequirement } from './coded-requirement.ts'
import { equalityDirections } from './equality-directions.ts'
import type { Factor } from './factor.ts'
import { parseConstraints } from './parse-constraints.ts'

const component = (name: string): Factor => ({ kind: 'mixture', name, low: 0, high: 1, group: 'm', total: 1 })
const process = (name: string): Factor => ({ kind: 'continuous', name, low: 0, high: 10 })

/** Each direction as `A+1 B-1`, in coded units. */
function directions(factors: readonly Factor[], text = ''): string[] {
  const rows: CodedLinear[] = parseConstraints(text, factors)
    .map((constraint) => codedRequirement(factors, constraint))
    .flatMap((requirement) => (requirement.kind === 'linear' ? [requirement.row] : []))
  return equalityDirections(factors, [...mixtureSums(factors), ...rows]).map((direction) =>
    Array.from(direction.factors, (index, i) => {
      const step = Math.round(direction.steps[i]! * 1e6) / 1e6
      return `${factors[index]!.name}${step > 0 ? '+' : ''}${step}`
    }).join(' '),
  )
}

describe('equalityDirections', () => {
  it('moves a free factor alone and the components of each mixture in pairs', () => {
    expect(directions([process('x'), component('A'), component('B'), component('C')])).toEqual([
      'x+1',
      'A+1 B-1',
      'A+1 C-1',
      'B+1 C-1',
    ])
  })

  it('moves the factors of an equality by the ratio of their coefficients', () => {
    expect(directions([process('x'), process('y')], 'x + 2*y = 10; x <= 8')).toEqual(['x+1 y-0.5'])
  })

  it('takes three components where two equalities meet, and two where that suffices', () => {
    const mixture = ['A', 'B', 'C', 'D'].map(component)
    expect(directions(mixture, 'A = 2*B')).toEqual([
      'C+1 D-1',
      'A-0.666667 B-0.333333 C+1',
      'A-0.666667 B-0.333333 D+1',
    ])
  })

  it('leaves out a component that is pinned', () => {
    const pinned: Factor = { kind: 'mixture', name: 'C', low: 0.2, high: 0.2, group: 'm', total: 1 }
    expect(directions([component('A'), component('B'), pinned])).toEqual(['A+1 B-1'])
  })

  it('keeps every equality where there are too many to list them all', () => {
    const mixture = Array.from({ length: 20 }, (_, i) => component(`x${i}`))
    const text = 'x0 + x1 + x2 = 0.2; x3 + 2*x4 - x5 = 0.1; x6 + x7 = x8; x9 = 3*x10'
    const basis = directions(mixture, text)
    expect(basis.length).toBe(20 - 5)
  })
})
