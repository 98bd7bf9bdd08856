import { expect, it } from 'vitest'
import { AnsweredCounts } from './answered.ts'

const ANSWER = { rows: 2, errors: 1, ms: 500 }

it('adds up what each version answered', () => {
  const counts = new AnsweredCounts()
  counts.add('ours', 'strength', 1, ANSWER)
  counts.add('ours', 'strength', 1, ANSWER)
  counts.add('ours', 'strength', 2, ANSWER)
  expect(counts.within('ours')).toEqual([
    { name: 'strength', version: '1', requests: 2, rows: 4, errors: 2, seconds: 1 },
    { name: 'strength', version: '2', requests: 1, rows: 2, errors: 1, seconds: 0.5 },
  ])
  expect(counts.within('theirs')).toEqual([])
})

it('tells a hundred versions of a workspace apart, whatever they are called, and leaves others theirs', () => {
  const counts = new AnsweredCounts()
  for (let version = 1; version <= 150; version++) counts.add('theirs', 'other', version, ANSWER)
  expect(counts.within('theirs').length).toBe(101)
  expect(counts.within('theirs').at(-1)).toMatchObject({ name: 'other', version: '0', requests: 50 })
  counts.add('ours', 'strength', 1, ANSWER)
  expect(counts.within('ours')).toMatchObject([{ name: 'strength', requests: 1 }])
})
