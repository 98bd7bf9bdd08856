import { z } from 'zod'
import { described, sharedParameters } from '../shared-parameters.ts'

/** Points that a grid may have; they are never all in memory. */
export const MOST_POINTS = 10_000_000
/** Points that are kept with interval and domain, at most. */
export const MOST_KEPT = 200_000

/** The settings of a factor on a grid: a range with a step or a number of points, levels, or one value that stays. */
const GridSetting = z.union([
  z.strictObject({
    low: z.number(),
    high: z.number(),
    step: z.number().positive().optional(),
    points: z.int().min(1).max(MOST_POINTS).optional(),
  }),
  z.strictObject({ levels: z.array(z.union([z.number(), z.string(), z.boolean()])).min(1) }),
  z.number(),
  z.string(),
  z.boolean(),
])
export type GridSetting = z.infer<typeof GridSetting>

export const PredictionParameters = z.strictObject({
  model: described(z.string().min(1), {
    title: 'Model',
    description: 'The model file (.zsm) of a modelling run: a path on the command line, in a job the key of its file.',
    file: 'model',
  }),
  mode: described(z.enum(['table', 'grid']).default('table'), {
    title: 'What to predict',
    description:
      'table: the rows of the table, also candidates. grid: all combinations of settings, from the table where it lists factors with ' +
      'their ranges, from the parameter grid, else from the ranges that the model was trained in.',
  }),
  interval_level: described(z.number().gt(0).lt(1).optional(), {
    title: 'Prediction interval',
    description:
      'Share of new rows that the interval is to hold; one that the model was made with. Left out: 0.9 where it has that.',
  }),
  contributions: described(z.boolean().default(false), {
    title: 'Contributions',
    description:
      'Also tell what each factor adds to each prediction (SHAP values, contributions.csv), for up to 500 rows, evenly spaced.',
  }),
  column_names: described(z.record(z.string(), z.string().min(1)).default({}), {
    title: 'Renamed columns',
    description:
      'Columns of the table that are called otherwise than in the model: {"name in the model": "name in the table"}.',
    advanced: true,
  }),
  grid: described(z.record(z.string(), GridSetting).default({}), {
    title: 'Grid',
    description:
      'Settings of factors: {"temp": {"low": 80, "high": 120, "step": 5}, "time": {"levels": [1, 2]}, "solvent": "A"}. ' +
      'Factors that are left out go over the range that the model was trained in.',
    advanced: true,
  }),
  grid_points: described(z.int().min(1).max(MOST_POINTS).default(100_000), {
    title: 'Points of the grid',
    description: 'The factors whose settings are not given share this many combinations, at most.',
    advanced: true,
  }),
  objective: described(z.enum(['maximize', 'minimize', 'target']).default('maximize'), {
    title: 'Best is',
    description:
      'Which points of a grid are kept: the largest or smallest predictions, or those nearest to objective_target.',
  }),
  objective_target: described(z.number().optional(), {
    title: 'Target value',
    description: 'The value that the objective "target" is about.',
  }),
  objective_class: described(z.string().min(1).optional(), {
    title: 'Class',
    description: 'Of a model of classes: the class whose share is the objective. Left out: the last one.',
    advanced: true,
  }),
  keep: described(z.union([z.literal('all'), z.int().min(1).max(MOST_KEPT)]).default(1000), {
    title: 'Points to keep',
    description: `How many of the best points of a grid are written, or "all" of up to ${MOST_KEPT}.`,
  }),
  grid_domain: described(z.enum(['inside', 'edge', 'any']).default('inside'), {
    title: 'Points that count',
    description:
      'inside: only points like the training rows can be among the best. edge: also those at the edge of the data. any: also ' +
      'extrapolations.',
    advanced: true,
  }),
  ...sharedParameters,
})
export type PredictionParameters = z.infer<typeof PredictionParameters>
