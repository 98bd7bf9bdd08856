import { expect, it } from 'vitest'
import { jobRequest } from './job-request.ts'
import { EXAMPLE_PLAN, emptyFactor } from './plan-draft.ts'
import { planState } from './plan-state.ts'
import { foundRuns, withReplacedRun } from './planned-runs.ts'

const PLAN = planState({
  ...EXAMPLE_PLAN,
  factors: [
    ...EXAMPLE_PLAN.factors.slice(0, 1),
    { ...emptyFactor(9), name: '樹脂', type: 'categorical', levels: 'PP; "P,E"' },
  ],
  model: 'main',
  runs: '3',
}).ready!
const ORIGIN = { kind: 'search', algorithm: 'coordinate exchange', start: 3 } as const
const FOUND = foundRuns(PLAN, { runs: Float64Array.of(-1, 0, 1, 1, 0.123, 0), origin: ORIGIN }, 0.9)

it('a design that a search found goes as its factors, seed and starts', () => {
  const { csv, parameters } = jobRequest(FOUND)
  expect(csv.split('\r\n')).toEqual([
    '\ufeffname,type,low,high,step,unit,level 1,level 2',
    '金型温度,continuous,40,80,,°C,,',
    '樹脂,categorical,,,,,PP,"""P,E"""',
    '',
  ])
  expect(parameters).toMatchObject({ mode: 'new', num_points: 3, random_seed: 42, response_columns: ['そり量'] })
  expect(parameters['starts']).toBeGreaterThan(0)
})

it('a design that was changed goes as its runs, all of which are taken', () => {
  const { csv, parameters } = jobRequest(withReplacedRun(FOUND, 1, Float64Array.of(0.5, 0), 0.8))
  expect(csv.split('\r\n')).toEqual(['\ufeff金型温度,樹脂', '40,PP', '70,PP', '62.5,PP', ''])
  expect(parameters).toMatchObject({ mode: 'select', existing_runs: 'ignore', num_points: 3 })
  expect(parameters).not.toHaveProperty('response_columns')
})
