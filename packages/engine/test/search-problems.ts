import type { SearchSpace, TrialParameters } from '../src/tuning/space.ts'
import { createStudy, type Study, type StudyOptions } from '../src/tuning/study.ts'
import type { Trial, TrialResult } from '../src/tuning/trial.ts'

/** A function that is minimised over a space, and its least value. */
export interface SearchProblem {
  readonly space: SearchSpace
  readonly loss: (parameters: TrialParameters) => number
  readonly least: number
}

/** Every kind of dimension, and conditions two deep. */
export const everyKind: SearchSpace = [
  { kind: 'float', name: 'rate', low: 1e-4, high: 1, log: true },
  { kind: 'categorical', name: 'model', choices: ['tree', 'kernel', 3, true] },
  { kind: 'int', name: 'depth', low: 2, high: 10, step: 2, when: { dimension: 'model', values: ['tree', 3] } },
  { kind: 'int', name: 'leaves', low: 1, high: 300, log: true, when: { dimension: 'depth', values: [6, 8, 10] } },
  { kind: 'float', name: 'width', low: -1, high: 3, when: { dimension: 'model', values: ['kernel'] } },
  { kind: 'float', name: 'share', low: 0.1, high: 0.7, step: 0.1 },
  { kind: 'int', name: 'rounds', low: -3, high: 4 },
]

/** 20 settings: four times b and c, and the three extras of a. */
export const twentySettings: SearchSpace = [
  { kind: 'int', name: 'count', low: 1, high: 4 },
  { kind: 'categorical', name: 'kind', choices: ['a', 'b', 'c'] },
  { kind: 'int', name: 'extra', low: 0, high: 4, step: 2, when: { dimension: 'kind', values: ['a'] } },
]

/** A number that all of the parameters have a part in. */
export function lossOfSetting(parameters: TrialParameters): number {
  return Object.entries(parameters).reduce((sum, [name, value], i) => {
    const number = typeof value === 'number' ? value : String(value).length / 3
    return sum + (number - name.length / 4) ** 2 / (i + 1)
  }, 0)
}

/** The sphere about 0.3, 0.5, 0.7, 0.3 … of the unit cube. */
export function sphere(d: number): SearchProblem {
  return unitCube(d, (x) => x.reduce((sum, value, j) => sum + (value - 0.3 - 0.2 * (j % 3)) ** 2, 0), 0)
}

/** Source of this and the Hartmann functions: Surjanovic & Bingham, Virtual Library of Simulation Experiments. */
export const branin: SearchProblem = {
  space: [
    { kind: 'float', name: 'x0', low: -5, high: 10 },
    { kind: 'float', name: 'x1', low: 0, high: 15 },
  ],
  loss: ({ x0, x1 }) => {
    const [a, b] = [x0 as number, x1 as number]
    const inner = b - (5.1 / (4 * Math.PI ** 2)) * a * a + (5 / Math.PI) * a - 6
    return inner ** 2 + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(a) + 10
  },
  least: 0.397887,
}

export const hartmann3 = hartmann(
  [
    [3, 10, 30],
    [0.1, 10, 35],
    [3, 10, 30],
    [0.1, 10, 35],
  ],
  [
    [3689, 1170, 2673],
    [4699, 4387, 7470],
    [1091, 8732, 5547],
    [381, 5743, 8828],
  ],
  -3.86278,
)

export const hartmann6 = hartmann(
  [
    [10, 3, 17, 3.5, 1.7, 8],
    [0.05, 10, 17, 0.1, 8, 14],
    [3, 3.5, 1.7, 10, 17, 8],
    [17, 8, 0.05, 10, 0.1, 14],
  ],
  [
    [1312, 1696, 5569, 124, 8283, 5886],
    [2329, 4135, 8307, 3736, 1004, 9991],
    [2348, 1451, 3522, 2883, 3047, 6650],
    [4047, 8828, 8732, 5743, 1091, 381],
  ],
  -3.32237,
)

/** Asks for and tells so many trials, one after the other; fewer where the space is used up. */
export function search(
  space: SearchSpace,
  options: StudyOptions,
  trials: number,
  judge: (parameters: TrialParameters, trial: Trial) => number | TrialResult,
): Study {
  const study = createStudy(space, options)
  for (let t = 0; t < trials; t++) {
    const trial = study.ask()
    if (trial === null) break
    const result = judge(trial.parameters, trial)
    study.tell(trial, typeof result === 'number' ? { values: [result] } : result)
  }
  return study
}

function hartmann(
  widths: readonly (readonly number[])[],
  centres: readonly (readonly number[])[],
  least: number,
): SearchProblem {
  const heights = [1, 1.2, 3, 3.2]
  const loss = (x: readonly number[]) =>
    -heights.reduce((sum, height, i) => {
      const away = x.reduce((part, value, j) => part + widths[i]![j]! * (value - centres[i]![j]! * 1e-4) ** 2, 0)
      return sum + height * Math.exp(-away)
    }, 0)
  return unitCube(widths[0]!.length, loss, least)
}

function unitCube(d: number, loss: (x: readonly number[]) => number, least: number): SearchProblem {
  const space = Array.from({ length: d }, (_, j) => ({ kind: 'float', name: `x${j}`, low: 0, high: 1 }) as const)
  return { space, loss: (parameters) => loss(space.map(({ name }) => parameters[name] as number)), least }
}
