import type { TableBlock } from '@zerosec/report'
import { expect, test } from 'vitest'
import { acceptedSheet, askAgainParameters, readProposals } from './read-proposals.ts'

const BLOCK: TableBlock = {
  kind: 'table',
  id: 'proposed_runs',
  title: 'Runs to make next',
  columns: [
    { name: 'number', label: 'No.', format: 'integer' },
    { name: 'factor_1', label: '温度', format: 'number', unit: '°C' },
    { name: 'factor_2', label: 'catalyst', format: 'text' },
    { name: 'expected_1', label: 'yield, expected', format: 'number', unit: '%' },
    { name: 'why', label: 'why', format: 'text' },
  ],
  rows: [
    [1, 61.5, 'A', 80.2, 'Highest chance.'],
    [2, 70, 'B', 75, 'Little is known here.'],
  ],
}
const PROPOSALS = readProposals(BLOCK)
const SECOND = new Set([2])

test('proposals are read with the settings that name them', () => {
  expect(PROPOSALS.map(({ number, settings, why }) => [number, settings, why])).toEqual([
    [1, { 温度: 61.5, catalyst: 'A' }, 'Highest chance.'],
    [2, { 温度: 70, catalyst: 'B' }, 'Little is known here.'],
  ])
})

test('what is rejected joins what was rejected before, and nothing else changes', () => {
  const before = { batch_size: 2, rejected: [{ 温度: 1 }] }
  expect(askAgainParameters(before, PROPOSALS, SECOND)).toEqual({
    batch_size: 2,
    rejected: [{ 温度: 1 }, { 温度: 70, catalyst: 'B' }],
  })
  expect(askAgainParameters({}, PROPOSALS, new Set())).toEqual({ rejected: [] })
})

test('the accepted runs make a sheet with room for the results', () => {
  const sheet = {
    factors: [
      { kind: 'number' as const, name: '温度', unit: '°C', low: 0, high: 100, digits: 1 },
      { kind: 'category' as const, name: 'catalyst', levels: ['A', 'B'] },
    ],
    responses: [{ name: 'yield [%]', unit: '%' }],
  }
  expect(acceptedSheet(sheet, PROPOSALS, SECOND)).toEqual({
    headings: ['No.', '温度 [°C]', 'catalyst', 'yield [%]'],
    rows: [[1, 61.5, 'A', null]],
  })
})
