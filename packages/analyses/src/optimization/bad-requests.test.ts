import { describe, expect, it } from 'vitest'
import { requestOf } from '../../test/request.ts'

const FACTORS = 'name,low,high,levels\ntemp,80,120,\ntime,10,20,\ncat,,,"A,B"\n'
const ROWS = 'x,z,cat\n0,1,A\n1,2,B\n2,4,A\n3,8,B\n4,16,A\n5,32,B\n'
const MADE = 'x,z,yield\n0,1,5\n1,2,6\n2,4,8\n3,8,9\n4,16,7\n5,32,1\n'
const mixture = (a: string, b: string) => `name,low,high,group,total\na,${a},m,1\nb,${b},m,1\n`

describe('a request that has no answer is refused, in words', () => {
  it.each<[string, string, Record<string, unknown>, string, RegExp]>([
    ['fewer runs than coefficients', FACTORS, { num_points: 3 }, 'design_runs_too_few', /4 coefficients.*3 runs.*to 4/],
    [
      'too few runs beside existing ones',
      MADE,
      { num_points: 1, model: 'cubic' },
      'design_runs_too_few_beside',
      /10 coefficients, and 1 new runs beside 6 existing.*Raise num_points to 4/,
    ],
    [
      'constraints that contradict each other',
      FACTORS,
      { constraints: ['temp + time <= 100', 'temp >= 95'] },
      'design_region_empty',
      /temp \+ time <= 100.*temp >= 95/,
    ],
    [
      'a constraint that nothing in the ranges meets',
      FACTORS,
      { constraints: ['2*temp + time <= 50'] },
      'design_region_empty',
      /2\*temp \+ time <= 50/,
    ],
    [
      'a constraint that can’t be read',
      FACTORS,
      { constraints: ['temp <<'] },
      'design_constraint_invalid',
      /"temp <<"/,
    ],
    [
      'a constraint on nothing',
      FACTORS,
      { constraints: ['press < 3'] },
      'design_constraint_invalid',
      /no factor "press"/,
    ],
    [
      'fewer candidates than runs',
      ROWS,
      { num_points: 7 },
      'design_candidates_too_few',
      /^6 candidate.*7 runs from\. Lower/,
    ],
    [
      'fewer candidates than runs within the bounds',
      ROWS,
      { num_points: 4, model: 'x', bounds: { x: [0, 2] } },
      'design_candidates_too_few',
      /^3 candidate rows.*\(3 of 6 rows are out of bounds/,
    ],
    [
      'an unknown factor in the formula',
      FACTORS,
      { model: 'temp + press' },
      'design_factor_unknown',
      /"model".*"press"/,
    ],
    [
      'an unknown factor in bounds',
      FACTORS,
      { bounds: { press: [1, 2] } },
      'design_factor_unknown',
      /are: temp, time, cat/,
    ],
    ['an unknown column in bounds', ROWS, { bounds: { y: [1, 2] } }, 'design_factor_unknown', /"bounds" names "y"/],
    ['an unknown hard-to-change factor', FACTORS, { hard_to_change: ['oven'] }, 'design_factor_unknown', /"oven"/],
    [
      'a described factor that is no column',
      ROWS,
      { factors: [{ name: 'x' }, { name: 'w' }] },
      'design_factor_unknown',
      /"factors" names "w"/,
    ],
    [
      'levels that repeat',
      'name,levels\ncat,"A,B,A"\nx,"1,2"\n',
      {},
      'design_factor_invalid',
      /"cat".*level A .*twice/,
    ],
    ['numbers that repeat', 'name,levels\nx,"1,2,1.0"\n', {}, 'design_factor_invalid', /"x".*level 1 .*twice/],
    [
      'a factor that stands there twice',
      'name,low,high\nx,0,1\nx,2,3\n',
      {},
      'design_factor_invalid',
      /"x".*same name/,
    ],
    ['a low above the high', 'name,low,high\nx,3,1\n', {}, 'design_factor_invalid', /"x".*low 3 is above its high 1/],
    ['a low like the high', 'name,low,high\nx,3,3\n', {}, 'design_factor_invalid', /"x".*both 3/],
    [
      'a factor without a range',
      'name,low,high\nx,0,1\nw,,\n',
      {},
      'design_factor_invalid',
      /"w".*no range.*low and high/,
    ],
    ['a factor without a high', 'name,low,high\nx,0,\n', {}, 'design_factor_invalid', /"x".*no high/],
    [
      'a low that is no number',
      'name,low,high\nx,warm,3\n',
      {},
      'design_factor_invalid',
      /its low "warm" is no number/,
    ],
    [
      'a level that is no number',
      'name,type,levels\nx,discrete,"1,b"\n',
      {},
      'design_factor_invalid',
      /"b" is no number/,
    ],
    [
      'a type that there is not',
      'name,type,low,high\nx,curved,0,1\n',
      {},
      'design_factor_invalid',
      /"curved".*continuous/,
    ],
    ['a step below zero', 'name,low,high,step\nx,0,1,-0.1\n', {}, 'design_factor_invalid', /step -0\.1/],
    [
      'a category without levels',
      'name,type,low,high\nc,categorical,,\n',
      {},
      'design_factor_invalid',
      /"c".*no levels/,
    ],
    [
      'a list that reads as one number',
      'name,levels\nx,"1,5"\n',
      {},
      'design_factor_invalid',
      /one level 1\.5.*semicolons/,
    ],
    ['one level', 'name,levels\nc,A\n', {}, 'design_factor_invalid', /"c".*two levels/],
    [
      'a covariate without rows',
      'name,type,low,high\nx,covariate,0,1\n',
      {},
      'design_factor_invalid',
      /comes with rows/,
    ],
    [
      'two factors of blocks',
      'name,type,levels\na,block,"1,2"\nb,block,"3,4"\n',
      {},
      'design_factor_invalid',
      /both blocks/,
    ],
    [
      'levels all out of bounds',
      'name,levels\nx,1;2\n',
      { bounds: { x: [5, 6] } },
      'design_factor_invalid',
      /1, 2 lie/,
    ],
    [
      'a mixture that can’t reach its total',
      mixture('0,0.3', '0,0.4'),
      {},
      'design_mixture_impossible',
      /0\.7, below 1/,
    ],
    ['a mixture beyond its total', mixture('0.7,1', '0.6,1'), {}, 'design_mixture_impossible', /1\.3, above 1/],
    [
      'a mixture of two totals',
      'name,low,high,group,total\na,0,1,m,1\nb,0,1,m,100\n',
      {},
      'design_mixture_impossible',
      /1 and 100/,
    ],
    [
      'a mixture that the rows don’t keep to',
      'a,b,y\n0.1,0.9,1\n0.3,0.9,2\n0.2,0.1,3\n0.5,0.5,4\n',
      { factors: ['a', 'b'].map((name) => ({ name, type: 'mixture' })) },
      'design_mixture_impossible',
      /sum to 0\.3.* up to 1\.2/,
    ],
    [
      'the square of a factor with two settings',
      'x,z\n0,1\n1,2\n0,3\n1,4\n0,5\n1,6\n',
      { num_points: 6, model: 'quadratic' },
      'design_term_aliased',
      /x\^2 .*combination of .*Intercept.*: x has two settings only\. Give it a third/,
    ],
    [
      'the square of a factor with two levels',
      'name,low,high,levels\nx,,,1;2\nz,0,1,\n',
      { model: 'quadratic' },
      'design_term_aliased',
      /x\^2/,
    ],
    [
      'the squares of two factors with two settings',
      'x,z,w\n0,1,1\n1,1,2\n0,2,3\n1,2,4\n0,1,5\n1,2,6\n0,2,7\n1,1,9\n0,1,8\n1,2,2\n',
      { num_points: 10, model: 'quadratic' },
      'design_term_aliased',
      /x\^2 .*: x has two settings only, as have z\./,
    ],
    [
      'factors that move together in the candidates',
      'x,z,w\n0,0,5\n1,2,3\n2,4,8\n3,6,1\n4,8,0\n',
      { num_points: 5 },
      'design_term_aliased',
      /term z .*combination of x\. Write/,
    ],
    [
      'factors that a constraint ties together',
      FACTORS,
      { constraints: ['temp = 100 - time'] },
      'design_term_aliased',
      /term time .*\(Intercept\), temp/,
    ],
    ['a logarithm of nothing', 'name,low,high\nx,-1,1\n', { model: 'log(x)' }, 'formula_invalid', /log\(x\).*no value/],
    [
      'existing runs that are all outside',
      MADE,
      { bounds: { x: [7, 9] } },
      'design_existing_outside',
      /All 6 existing runs .*x from 7 to 9/,
    ],
    [
      'bounds the wrong way round',
      FACTORS,
      { bounds: { temp: [3, 1] } },
      'parameter_invalid',
      /low 3 of "temp" is above/,
    ],
    ['bounds of a category', FACTORS, { bounds: { cat: [1, 2] } }, 'parameter_invalid', /"cat" is a category/],
    ['bounds of a column of texts', ROWS, { bounds: { cat: [1, 2] } }, 'parameter_invalid', /"cat" holds no numbers/],
    [
      'a selection from a list of factors',
      FACTORS,
      { mode: 'select' },
      'design_mode_impossible',
      /lists factors.*choose new/,
    ],
    [
      'new runs that keep existing ones',
      MADE,
      { mode: 'new', existing_runs: 'keep' },
      'design_mode_impossible',
      /augment/,
    ],
    ['additions to ignored runs', MADE, { mode: 'augment', existing_runs: 'ignore' }, 'design_mode_impossible', /new/],
    [
      'a selection from runs that are kept',
      ROWS,
      { mode: 'select', existing_runs: 'keep' },
      'design_mode_impossible',
      /run already/,
    ],
    ['an unknown response', MADE, { response_columns: ['w'] }, 'column_unknown', /"w"/],
    ['a response of texts', ROWS, { response_columns: ['cat'] }, 'response_not_numeric', /"cat"/],
    ['nothing to vary', 'x,z\n1,2\n1,2\n', {}, 'design_factors_none', /x, z|x \(the same in every row\)/],
    ['blocks that don’t add up', FACTORS, { blocks: [4, 4] }, 'parameter_invalid', /add up to 8, and num_points is 15/],
    [
      'more blocks than runs',
      FACTORS,
      { num_points: 5, blocks: 6 },
      'parameter_invalid',
      /6 blocks are more than the 5 runs/,
    ],
    [
      'more whole plots than runs',
      FACTORS,
      { num_points: 8, hard_to_change: ['temp'], whole_plots: 9 },
      'parameter_invalid',
      /9 whole plots/,
    ],
    [
      'too few whole plots',
      FACTORS,
      { hard_to_change: ['temp', 'cat'], whole_plots: 2 },
      'parameter_invalid',
      /2 can't tell the 3 coefficients/,
    ],
  ])('%s', async (_, csv, parameters, code, message) => {
    await expect(requestOf(csv, parameters)).rejects.toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) }),
    )
  })

  it('unless a supersaturated design is asked for', async () => {
    const { problem } = await requestOf(FACTORS, { num_points: 3, criterion: 'bayesian_D' })
    expect(problem.criterion).toEqual({ kind: 'bayesian_D', potential: [1, 2, 3], priorVariance: 5 })
    const larger = await requestOf(FACTORS, { num_points: 6, model: 'interactions', criterion: 'bayesian_D' })
    expect(larger.problem.criterion).toEqual({ kind: 'bayesian_D', potential: [4, 5, 6], priorVariance: 1 })
  })
})

describe('structure', () => {
  it('groups runs into whole plots for factors that are hard to change', async () => {
    const { problem } = await requestOf(FACTORS, { num_points: 14, hard_to_change: ['temp'], variance_ratio: 2 })
    expect(problem.wholePlots).toEqual({ sizes: [3, 3, 3, 3, 2], factors: ['temp'], varianceRatio: 2 })
  })

  it('guards against the terms of the quadratic model that are left out', async () => {
    const { problem } = await requestOf(FACTORS, { criterion: 'alias' })
    const { criterion } = problem
    expect(criterion.kind === 'alias' && criterion.potential.map(({ name }) => name)).toEqual([
      'temp^2',
      'time^2',
      'temp:time',
      'temp:cat[B]',
      'time:cat[B]',
    ])
  })

  it('passes on what else is asked for', async () => {
    const request = await requestOf(FACTORS, {
      center_points: 3,
      replicates: 2,
      starts: 7,
      iterations: 9,
      time_limit_s: 4,
      sigma: 0.5,
      effect: 3,
      response_columns: ['gloss', 'wear'],
    })
    expect(request).toMatchObject({
      centerPoints: 3,
      replicates: 2,
      starts: 7,
      sweeps: 9,
      timeLimitSeconds: 4,
      sigma: 0.5,
      effect: 3,
    })
    expect(request.responses).toEqual([
      { name: 'gloss', existing: [] },
      { name: 'wear', existing: [] },
    ])
  })
})
