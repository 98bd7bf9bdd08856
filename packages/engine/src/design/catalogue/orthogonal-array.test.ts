import { describe, expect, it } from 'vitest'
import { orthogonalArray } from './orthogonal-array.ts'

const ARRAYS: [name: string, runs: number, levels: number[]][] = [
  ['L4 2^3', 4, repeat(2, 3)],
  ['L8 2^7', 8, repeat(2, 7)],
  ['L8 4^1 2^4', 8, [4, ...repeat(2, 4)]],
  ['L9 3^4', 9, repeat(3, 4)],
  ['L12 2^11', 12, repeat(2, 11)],
  ['L12 3^1 2^4', 12, [2, 2, 3, 2, 2]],
  ['L12 6^1 2^2', 12, [2, 6, 2]],
  ['L16 2^15', 16, repeat(2, 15)],
  ['L16 4^5', 16, repeat(4, 5)],
  ['L16 4^2 2^9', 16, [4, ...repeat(2, 9), 4]],
  ['L16 8^1 2^8', 16, [8, ...repeat(2, 8)]],
  ['L18 2^1 3^7', 18, [2, ...repeat(3, 7)]],
  ['L18 6^1 3^6', 18, [...repeat(3, 6), 6]],
  ['L20 2^19', 20, repeat(2, 19)],
  ['L20 5^1 2^8', 20, [5, ...repeat(2, 8)]],
  ['L24 2^23', 24, repeat(2, 23)],
  ['L24 4^1 2^20', 24, [4, ...repeat(2, 20)]],
  ['L24 3^1 2^16', 24, [3, ...repeat(2, 16)]],
  ['L24 6^1 2^14', 24, [6, ...repeat(2, 14)]],
  ['L24 12^1 2^12', 24, [12, ...repeat(2, 12)]],
  ['L24 4^1 3^1 2^13', 24, [4, 3, ...repeat(2, 13)]],
  ['L24 6^1 4^1 2^11', 24, [6, 4, ...repeat(2, 11)]],
  ['L25 5^6', 25, repeat(5, 6)],
  ['L27 3^13', 27, repeat(3, 13)],
  ['L27 9^1 3^9', 27, [9, ...repeat(3, 9)]],
  ['L28 2^27', 28, repeat(2, 27)],
  ['L32 2^31', 32, repeat(2, 31)],
  ['L32 4^9 2^4', 32, [...repeat(4, 9), ...repeat(2, 4)]],
  ['L32 8^1 4^8', 32, [8, ...repeat(4, 8)]],
  ['L36 3^12 2^11', 36, [...repeat(2, 11), ...repeat(3, 12)]],
  ['L36 4^1 3^13', 36, [4, ...repeat(3, 13)]],
  ['L36 6^1 3^12 2^2', 36, [6, 2, 2, ...repeat(3, 12)]],
  ['L36 3^13 2^4', 36, [...repeat(3, 13), ...repeat(2, 4)]],
  ['L36 2^35', 36, repeat(2, 35)],
  ['L45 3^7, two arrays', 45, repeat(3, 7)],
  ['L49 7^8', 49, repeat(7, 8)],
  ['L50 2^1 5^11', 50, [2, ...repeat(5, 11)]],
  ['L54 2^1 3^25', 54, [2, ...repeat(3, 25)]],
  ['L64 4^21', 64, repeat(4, 21)],
  ['L64 8^9', 64, repeat(8, 9)],
  ['L81 9^10', 81, repeat(9, 10)],
  ['5^1 4^1 twice', 40, [5, 4]],
]

describe('orthogonalArray', () => {
  it.each(ARRAYS)('shows each pair of levels of every two columns equally often: %s', (_, runs, levels) => {
    expect(unbalancedPairs(orthogonalArray(levels, runs), runs, levels)).toEqual([])
  })

  it.each<[string, number, number[]]>([
    ['4 x 4 levels do not divide 24', 24, [4, 4]],
    ['more columns than degrees of freedom', 9, repeat(3, 5)],
    ['no orthogonal Latin squares of order 6', 36, repeat(6, 4)],
    ['a single level', 4, [1, 2]],
  ])('is undefined where there is none: %s', (_, runs, levels) => {
    expect(orthogonalArray(levels, runs)).toBeUndefined()
  })

  it('keeps two-level columns clear of interactions where twice as many runs as columns allow it', () => {
    const array = orthogonalArray(repeat(2, 12), 24)!
    const sign = (i: number, j: number) => 1 - 2 * array[i * 12 + j]!
    for (let a = 0; a < 12; a++) {
      for (let b = 0; b < a; b++) {
        for (let c = 0; c < b; c++) {
          let sum = 0
          for (let i = 0; i < 24; i++) sum += sign(i, a) * sign(i, b) * sign(i, c)
          expect(sum).toBe(0)
        }
      }
    }
  })
})

function repeat(level: number, times: number): number[] {
  return Array<number>(times).fill(level)
}

/** The pairs of columns that are not balanced; every pair where the array is missing. */
function unbalancedPairs(array: Uint8Array | undefined, runs: number, levels: readonly number[]): string[] {
  const width = levels.length
  if (array?.length !== runs * width) return ['missing']
  const wrong: string[] = []
  for (let a = 0; a < width; a++) {
    for (let b = 0; b < a; b++) {
      const counts = new Map<number, number>()
      for (let i = 0; i < runs; i++) {
        const pair = array[i * width + a]! * 256 + array[i * width + b]!
        counts.set(pair, (counts.get(pair) ?? 0) + 1)
      }
      const pairs = levels[a]! * levels[b]!
      if (counts.size !== pairs || [...counts.values()].some((count) => count !== runs / pairs)) wrong.push(`${a},${b}`)
    }
  }
  return wrong
}
