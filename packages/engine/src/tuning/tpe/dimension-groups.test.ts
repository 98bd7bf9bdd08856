import { describe, expect, it } from 'vitest'
import { everyKind } from '../../../test/search-problems.ts'
import type { SearchSpace } from '../space.ts'
import { codeSpace } from '../space-coding.ts'
import { dimensionGroups } from './dimension-groups.ts'

describe('dimensionGroups', () => {
  it('puts together what is always active together, a parent before its children', () => {
    expect(dimensionGroups(codeSpace(everyKind))).toEqual([[0, 1, 5, 6], [2], [3], [4]])
  })

  it('holds conditions for the same by parent and values, whatever their order', () => {
    const int = (name: string, dimension?: string, values: number[] = []) =>
      ({ kind: 'int', name, low: 0, high: 3, ...(dimension && { when: { dimension, values } }) }) as const
    const space: SearchSpace = [
      int('a'),
      int('b'),
      int('c', 'a', [1, 2]),
      int('d', 'b', [1, 2]),
      int('e', 'a', [2, 1]),
      int('f', 'a', [1]),
    ]
    expect(dimensionGroups(codeSpace(space))).toEqual([[0, 1], [2, 4], [3], [5]])
  })
})
