import { describe, expect, it } from 'vitest'
import { analyseToFiles, csvOf } from '../../test/analyse.ts'
import { COST, GAIN, knownModel, modelOpener } from '../../test/known-models.ts'

const table = csvOf({
  x: [1, 2, 3, 4],
  z: [0, 1, 0, 1],
  ligand: ['A', 'B', 'A', 'B'],
  a: [1, 2, null, null],
  b: [null, null, 3, 4],
  none: [null, null, null, null],
})
const CLASSES = knownModel('kind', [], [], {
  target: { name: 'kind', classes: ['OK', 'NG'] },
  interval: null,
  predictor: { kind: 'mean', value: 0.5 },
})
const OTHER = knownModel('gain', [], [], {
  target: { name: 'purity' },
  inputs: [{ kind: 'category', name: 'x', levels: ['low', 'high'] }],
  predictor: { kind: 'mean', value: 1 },
  interval: null,
  domain: null,
})
const MODELS = { maximise: ['gain'], minimise: ['cost'], models: ['gain', 'cost'] }

describe('pareto refuses', () => {
  it.each<[string, Record<string, unknown>, string, RegExp]>([
    ['no objective', {}, 'pareto_objectives_invalid', /none is named/],
    ['one objective', { maximise: ['x'] }, 'pareto_objectives_invalid', /"x" is the only one/],
    ['a column twice', { maximise: ['x', 'x'] }, 'pareto_objectives_invalid', /"x" is there twice/],
    ['a conflict', { maximise: ['x', 'z'], targets: { x: 3 } }, 'pareto_objectives_invalid', /large and on target/],
    ['a range without ends', { maximise: ['x'], ranges: { z: [null, null] } }, 'pareto_objectives_invalid', /no end/],
    ['a range that falls', { maximise: ['x'], ranges: { z: [2, 1] } }, 'pareto_objectives_invalid', /exchange them/],
    ['a column that is not there', { maximise: ['x', 'y'] }, 'column_unknown', /"y".*ligand/],
    ['a column of categories', { maximise: ['x', 'ligand'] }, 'response_not_numeric', /categories/],
    ['an empty column', { maximise: ['x', 'none'] }, 'column_all_missing', /none/],
    ['no row with all objectives', { maximise: ['a', 'b'] }, 'pareto_rows_none', /No row has all of a, b/],
    [
      'limits that exclude all',
      { maximise: ['x', 'z'], limits: { x: [9, null] } },
      'pareto_limits_exclude_all',
      /x 9 or more: x is from 1 to 4/,
    ],
    [
      'a weight of no objective',
      { maximise: ['x', 'z'], weights: { a: 2 } },
      'pareto_objective_unknown',
      /weights names "a"/,
    ],
    [
      'a priority of no objective',
      { maximise: ['x', 'z'], priorities: ['a'] },
      'pareto_objective_unknown',
      /priorities/,
    ],
    ['a search without models', { maximise: ['x', 'z'], mode: 'search' }, 'parameter_invalid', /needs the models/],
    ['models for columns', { ...MODELS, mode: 'columns' }, 'parameter_invalid', /takes no models/],
    [
      'a model that is no objective',
      { maximise: ['x', 'z'], models: ['gain'] },
      'parameter_invalid',
      /gain is predicted/,
    ],
    ['a model of classes', { maximise: ['x', 'kind'], models: ['kind'] }, 'pareto_model_unusable', /classes/],
    ['a model twice', { ...MODELS, models: ['gain', 'cost', 'gain'] }, 'pareto_model_unusable', /same response/],
    [
      'a search over a column of the table',
      { ...MODELS, maximise: ['gain', 'x'], mode: 'search' },
      'parameter_invalid',
      /no model predicts x/,
    ],
    [
      'models that differ over an input',
      { maximise: ['gain', 'purity'], models: ['gain', 'purity'], mode: 'search' },
      'pareto_model_unusable',
      /x is a category to it/,
    ],
    [
      'a search without freedom',
      { ...MODELS, mode: 'search', fixed: { x: 1, z: 0, ligand: 'A' } },
      'parameter_invalid',
      /every factor is fixed/,
    ],
    [
      'a level that is not there',
      { ...MODELS, mode: 'search', fixed: { ligand: 'C' } },
      'parameter_invalid',
      /no level "C"/,
    ],
    ['bounds of no factor', { ...MODELS, mode: 'search', bounds: { y: [0, 1] } }, 'parameter_invalid', /read no "y"/],
    [
      'constraints that exclude all',
      { ...MODELS, mode: 'search', constraints: ['x + z >= 20'] },
      'design_region_empty',
      /x/,
    ],
    [
      'a constraint that is none',
      { ...MODELS, mode: 'search', constraints: ['x +* z'] },
      'design_constraint_invalid',
      /x/,
    ],
    [
      'limits that no setting keeps',
      { ...MODELS, mode: 'search', limits: { gain: [99, null] }, evaluations: 500 },
      'pareto_limits_exclude_all',
      /none of 500/,
    ],
    ['an interval that no model has', { ...MODELS, interval_level: 0.77 }, 'parameter_invalid', /interval_level/],
  ])('%s', async (_, parameters, code, message) => {
    const call = analyseToFiles(table, parameters, 'pareto', undefined, modelOpener(GAIN, COST, CLASSES, OTHER))
    await expect(call).rejects.toThrow(expect.objectContaining({ code, message: expect.stringMatching(message) }))
  })

  it('a table without the columns of a model', async () => {
    const call = analyseToFiles(
      csvOf({ x: [1, 2], y: [3, 4] }),
      { ...MODELS, mode: 'candidates' },
      'pareto',
      undefined,
      modelOpener(GAIN, COST),
    )
    await expect(call).rejects.toThrow(expect.objectContaining({ code: 'model_columns_missing' }))
  })
})
