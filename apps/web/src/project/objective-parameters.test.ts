import type { Objective } from '@zerosec/contract'
import { expect, test } from 'vitest'
import { objectiveParameters } from './objective-parameters.ts'

const OBJECTIVES: Objective[] = [
  { column: 'yield', goal: 'maximise' },
  { column: 'cost', goal: 'minimise' },
  { column: 'thickness', goal: 'target', target: 5 },
  { column: 'pH', goal: 'range', low: 6, high: 7 },
]
const COLUMNS = ['x', 'yield', 'cost', 'thickness', 'pH']

test.each(['pareto', 'next_experiments'])('%s gets each objective under its goal', (analysis) => {
  expect(objectiveParameters(analysis, OBJECTIVES, COLUMNS)).toEqual({
    maximise: ['yield'],
    minimise: ['cost'],
    targets: { thickness: 5 },
    ranges: { pH: [6, 7] },
  })
})

test('modelling gets the responses that the table has, with their directions', () => {
  expect(objectiveParameters('nonlinear_analysis', OBJECTIVES, ['x', 'yield', 'pH'])).toEqual({
    target_columns: ['yield', 'pH'],
    directions: { yield: 'maximise' },
  })
})

test('nothing is filled in for other analyses, or for a table without the responses', () => {
  expect(objectiveParameters('prediction', OBJECTIVES, COLUMNS)).toEqual({})
  expect(objectiveParameters('pareto', OBJECTIVES, ['x'])).toEqual({})
})
