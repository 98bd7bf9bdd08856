import { describe, expect, it } from 'vitest'
import { seededGenerator } from '../random/generator.ts'
import { type FoldRules, type InnerFold, nestedFolds } from './nested-folds.ts'

const rules = (more: Partial<FoldRules> = {}): FoldRules => ({ outerFolds: 5, innerFolds: 4, repeats: 1, ...more })
const plan = (rows: number, more: Partial<FoldRules> = {}) => nestedFolds(rows, rules(more), seededGenerator(7))
const groupsOf = (rows: number, size: number) => Int32Array.from({ length: rows }, (_, row) => Math.floor(row / size))

/** Rows of both sides, which have none in common. */
function united({ training, validation }: InnerFold): number[] {
  return [...new Set([...training, ...validation])].sort((a, b) => a - b)
}

const upTo = (n: number) => Array.from({ length: n }, (_, row) => row)

describe('nestedFolds', () => {
  it.each([
    ['at random', {}],
    ['by groups', { groups: groupsOf(53, 3) }],
    ['by strata', { strata: groupsOf(53, 20) }],
    ['by strata and groups', { strata: groupsOf(53, 20), groups: groupsOf(53, 3) }],
    ['as given', { given: Int32Array.from({ length: 53 }, (_, row) => 10 * (row % 5)) }],
  ])('%s: tests every row once and divides the training rows of each fold without rest', (_, more) => {
    const { outer, final } = plan(53, more)
    expect(outer.flatMap(({ test }) => [...test]).sort((a, b) => a - b)).toEqual(upTo(53))
    for (const { training, test, inner } of outer) {
      expect(united({ training, validation: test })).toEqual(upTo(53))
      expect(training.length + test.length).toBe(53)
      for (const fold of inner) expect(united(fold)).toEqual(upTo(training.length))
      const validated = inner.flatMap(({ validation }) => [...validation])
      expect(validated.sort((a, b) => a - b)).toEqual(upTo(training.length))
    }
    expect(final.flatMap(({ validation }) => [...validation]).sort((a, b) => a - b)).toEqual(upTo(53))
  })

  it('never has a group on both sides, inside or outside', () => {
    const groups = Int32Array.from({ length: 53 }, (_, row) => (row * row) % 17)
    for (const { training, test, inner } of plan(53, { groups }).outer) {
      const tested = new Set([...test].map((row) => groups[row]))
      expect([...training].some((row) => tested.has(groups[row]))).toBe(false)
      for (const fold of inner) {
        const validated = new Set([...fold.validation].map((position) => groups[training[position]!]))
        expect([...fold.training].some((position) => validated.has(groups[training[position]!]))).toBe(false)
      }
    }
  })

  it('predicts later rows from earlier ones only, equal times together', () => {
    const time = Float64Array.from({ length: 60 }, (_, row) => Math.floor(((row * 37) % 60) / 2))
    const { outer, final, decisions } = plan(60, { time })
    expect(outer.length).toBe(5)
    expect(decisions).toEqual([{ kind: 'rows_never_tested', rows: 10 }])
    const latest = (rows: Iterable<number>) => Math.max(...[...rows].map((row) => time[row]!))
    const earliest = (rows: Iterable<number>) => Math.min(...[...rows].map((row) => time[row]!))
    for (const { training, test, inner } of outer) {
      expect(latest(training)).toBeLessThan(earliest(test))
      for (const fold of inner) {
        const rows = (positions: Int32Array) => [...positions].map((position) => training[position]!)
        expect(latest(rows(fold.training))).toBeLessThan(earliest(rows(fold.validation)))
      }
    }
    for (const { training, validation } of final) expect(latest(training)).toBeLessThan(earliest(validation))
  })

  it('passes over earlier rows of a group that is tested, and says how many', () => {
    const time = Float64Array.from({ length: 30 }, (_, row) => row)
    const groups = Int32Array.from({ length: 30 }, (_, row) => (row === 0 ? 29 : row))
    const { outer, decisions } = plan(30, { time, groups })
    expect(decisions).toContainEqual({ kind: 'rows_passed_over', rows: 1 })
    expect(outer.map(({ training }) => training.includes(0))).toEqual([true, true, true, true, false])
  })

  it('leaves out each row once where there are fewer rows than folds', () => {
    const { outer, decisions } = plan(8, { outerFolds: 10, repeats: 3 })
    expect(decisions).toEqual([
      { kind: 'leave_one_out', rows: 8, wanted: 10 },
      { kind: 'repeats_dropped', wanted: 3 },
    ])
    expect(outer.map(({ test }) => test.length)).toEqual([1, 1, 1, 1, 1, 1, 1, 1])
    expect(plan(3).outer.every(({ inner }) => inner.length === 2)).toBe(true)
  })

  it('uses fewer folds where there are fewer groups, and rows inside the last group', () => {
    const { outer, decisions } = plan(20, { groups: groupsOf(20, 10) })
    expect(decisions).toEqual([{ kind: 'fewer_folds', units: 'groups', wanted: 5, used: 2 }])
    expect(outer.map(({ inner }) => inner.length)).toEqual([4, 4])
  })

  it('deals anew in each repeat, the first repeat being the same whatever follows', () => {
    const once = plan(40)
    const thrice = plan(40, { repeats: 3 })
    expect(thrice.outer.slice(0, 5)).toEqual(once.outer)
    expect(thrice.outer.map(({ repeat }) => repeat)).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2])
    expect(thrice.outer[5]!.test).not.toEqual(once.outer[0]!.test)
  })

  it.each([
    ['groups_too_few', { groups: new Int32Array(20) }],
    [
      'groups_through_time',
      {
        groups: Int32Array.from({ length: 20 }, (_, row) => row % 2),
        time: Float64Array.from({ length: 20 }, (_, row) => row),
      },
    ],
    ['time_column_constant', { time: new Float64Array(20) }],
    ['time_column_missing', { time: Float64Array.from({ length: 20 }, (_, row) => (row === 3 ? Number.NaN : row)) }],
    ['fold_column_constant', { given: new Int32Array(20) }],
  ])('is refused with %s', (code, more) => {
    expect(() => plan(20, more)).toThrow(expect.objectContaining({ code }))
  })

  it.each([
    [2, {}],
    [20, { outerFolds: 1 }],
    [20, { innerFolds: 1.5 }],
    [20, { repeats: 0 }],
    [20, { groups: new Int32Array(19) }],
  ])('refuses rules for %d rows that contradict themselves: %j', (rows, more) => {
    expect(() => plan(rows, more)).toThrow(RangeError)
  })
})
