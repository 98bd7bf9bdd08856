import { z } from 'zod'
import { described, sharedParameters } from '../shared-parameters.ts'

const columns = () => z.array(z.string().min(1)).max(20).default([])
const end = z.number().nullable()

export const ParetoParameters = z.strictObject({
  maximise: described(columns(), {
    title: 'Wanted large',
    description: 'Columns of the table, or responses of the models, that are to be as large as can be.',
    column: 'response',
  }),
  minimise: described(columns(), {
    title: 'Wanted small',
    description: 'Columns of the table, or responses of the models, that are to be as small as can be.',
    column: 'response',
  }),
  targets: described(z.record(z.string(), z.number()).default({}), {
    title: 'Wanted on target',
    description:
      'Objectives that are to be near a value: {"thickness": 12.5}. What is within its tolerance is on target.',
  }),
  ranges: described(z.record(z.string(), z.tuple([end, end])).default({}), {
    title: 'Wanted in a range',
    description: 'Objectives that are to be from low to high: {"pH": [6, 7], "purity": [95, null]}. null: no end.',
  }),
  models: described(z.array(z.string().min(1)).max(20).default([]), {
    title: 'Models',
    description:
      'Model files (.zsm) that predict objectives: paths on the command line, in a job the keys of their files. None: the objectives ' +
      'are columns of the table.',
    file: 'model',
  }),
  mode: described(z.enum(['auto', 'columns', 'candidates', 'search']).default('auto'), {
    title: 'What to compare',
    description:
      'columns: the rows of the table by their columns. candidates: the rows of the table by what the models predict of them. search: ' +
      'new settings, within the ranges that the models know. auto: columns without models; with them search where the table has the ' +
      "models' responses measured, else candidates.",
  }),
  limits: described(z.record(z.string(), z.tuple([end, end])).default({}), {
    title: 'Limits',
    description:
      'What has to be kept to: {"purity": [95, null]}. Rows that do not are left out; objectives and other columns.',
    advanced: true,
  }),
  priorities: described(columns(), {
    title: 'Priorities',
    description: 'Objectives in the order in which they decide, for the choice by priorities. None: no such choice.',
    advanced: true,
  }),
  tolerances: described(z.record(z.string(), z.number().min(0)).default({}), {
    title: 'Tolerances',
    description:
      'Differences that do not matter, in the unit of the objective: {"cost": 2}. A target is met within it; by priorities, all ' +
      'within it of the best go on to the next objective.',
    advanced: true,
  }),
  weights: described(z.record(z.string(), z.number().positive()).default({}), {
    title: 'Weights',
    description: 'How much each objective counts in the desirability: {"yield": 2}. Not said: 1.',
    advanced: true,
  }),
  acceptable: described(z.record(z.string(), z.tuple([z.number(), z.number()])).default({}), {
    title: 'Worst and best',
    description:
      'For the desirability of an objective: [worst value that is acceptable, value beyond which better is no gain]. Not said: the ' +
      'worst and the best that occur.',
    advanced: true,
  }),
  label_column: described(z.string().min(1).optional(), {
    title: 'Label',
    description: 'A column that names the rows, in pictures and tables.',
    column: 'factor',
    advanced: true,
  }),
  epsilon: described(z.number().min(0).max(0.5).default(0), {
    title: 'Thinning of pictures',
    description:
      'Of front rows that differ by less than this share of the front in every objective only one is drawn. Tables and files always have ' +
      'all of them.',
    advanced: true,
  }),
  reference_point: described(z.record(z.string(), z.number()).default({}), {
    title: 'Reference point',
    description:
      'Where the hypervolume is measured from, one value an objective (of a target or range the distance to it), so that runs can be ' +
      'compared. Not said: a tenth of the range beyond the worst that occurs.',
    advanced: true,
  }),
  bounds: described(z.record(z.string(), z.tuple([z.number(), z.number()])).default({}), {
    title: 'Bounds of the search',
    description:
      'Lowest and highest setting of factors: {"temp": [80, 120]}. Not said: the range that the models know.',
    advanced: true,
  }),
  fixed: described(z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])).default({}), {
    title: 'Fixed factors',
    description: 'Factors that the search leaves at a setting: {"solvent": "A", "time": 30}.',
    advanced: true,
  }),
  constraints: described(z.array(z.string().min(1).max(2_000)).max(100).default([]), {
    title: 'Constraints of the search',
    description: 'What every setting has to keep to, such as "2*temp + time <= 300", "A + B + C = 100".',
    advanced: true,
  }),
  steps: described(z.record(z.string(), z.number().positive()).default({}), {
    title: 'Steps of the search',
    description: 'Steps in which factors can be set, counted from their low: {"temp": 5}.',
    advanced: true,
  }),
  levels: described(z.record(z.string(), z.array(z.union([z.number(), z.string()])).min(1)).default({}), {
    title: 'Levels of the search',
    description: 'The only settings that factors can have: {"solvent": ["A", "B"]}.',
    advanced: true,
  }),
  search_domain: described(z.enum(['inside', 'edge', 'any']).default('inside'), {
    title: 'Settings that count',
    description:
      'inside: only settings like the rows that the models learnt from can be on the front. edge: also those at the edge of the data. ' +
      'any: also extrapolations, which are flagged.',
    advanced: true,
  }),
  population: described(z.int().min(8).max(2_000).default(100), {
    title: 'Settings at a time',
    description: 'Settings that the search keeps, and so the most that its front has.',
    advanced: true,
  }),
  evaluations: described(z.int().min(100).max(1_000_000).default(20_000), {
    title: 'Settings tried',
    description: 'Settings that the search predicts in all.',
    advanced: true,
  }),
  interval_level: described(z.number().gt(0).lt(1).optional(), {
    title: 'Prediction interval',
    description:
      'Share of new rows that the intervals are to hold; one that the models were made with. Left out: 0.9 where they have that.',
    advanced: true,
  }),
  column_names: described(z.record(z.string(), z.string().min(1)).default({}), {
    title: 'Renamed columns',
    description:
      'Columns of the table that are called otherwise than in the models: {"name in the model": "name in the table"}.',
    advanced: true,
  }),
  ...sharedParameters,
})
export type ParetoParameters = z.infer<typeof ParetoParameters>
