import { z } from 'zod'
import { described, sharedParameters } from '../shared-parameters.ts'
import { CLASSICAL_NAMES } from './classical-names.ts'
import { MODEL_PRESETS } from './model-presets.ts'

export const FACTOR_TYPES = ['continuous', 'discrete', 'categorical', 'mixture', 'block', 'covariate'] as const

/** A factor as it is described in a parameter; what is left out is found from the table or by rule. */
const FactorParameter = z.strictObject({
  name: z.string().min(1),
  type: z.enum(FACTOR_TYPES).optional(),
  low: z.number().optional(),
  high: z.number().optional(),
  levels: z.array(z.union([z.string(), z.number()])).optional(),
  step: z.number().positive().optional(),
  group: z.string().min(1).optional(),
  total: z.number().positive().optional(),
  unit: z.string().min(1).optional(),
  digits: z.int().min(-12).max(12).optional(),
})

export const OptimizationParameters = z.strictObject({
  num_points: described(z.int().min(1).max(100).default(15), {
    title: 'Runs',
    description: 'How many new runs to plan; centre points and replicates come on top.',
  }),
  model: described(z.union([z.enum(MODEL_PRESETS), z.string().min(1).max(20_000)]).default('main'), {
    title: 'Model',
    description:
      'What the runs have to tell. main: each factor by itself. interactions: and every product of two. quadratic: and ' +
      'the square of each number. cubic, special_cubic: for mixtures, or cubes and products of three. Or a formula such as ' +
      '"a + b*c + I(a^2)", where . stands for all factors.',
  }),
  design: described(z.enum(['optimal', ...CLASSICAL_NAMES]).default('optimal'), {
    title: 'Design',
    description:
      'optimal: the best runs for the model, whatever their number. Or a design of the textbooks by name, which decides its ' +
      'number of runs by itself; Latin hypercubes and Sobol take num_points.',
  }),
  criterion: described(z.enum(['D', 'A', 'I', 'G', 'E', 'alias', 'bayesian_D']).default('D'), {
    title: 'Criterion',
    description:
      'D: precise coefficients. I: precise predictions on average, for finding an optimum. G: precise in the worst place. ' +
      'A, E: average and worst precision of coefficients. alias: D, little disturbed by terms left out. bayesian_D: for ' +
      'more terms than runs.',
  }),
  bounds: described(z.record(z.string(), z.tuple([z.number(), z.number()])).default({}), {
    title: 'Bounds',
    description: 'Lowest and highest setting of factors, such as {"temperature": [80, 120]}; over those of the table.',
  }),
  constraints: described(z.array(z.string().min(1).max(2_000)).max(100).default([]), {
    title: 'Constraints',
    description: 'What every run has to keep to, such as "2*temp + time <= 300" or "not (catalyst = A and temp > 80)".',
  }),
  mode: described(z.enum(['auto', 'new', 'select', 'augment']).default('auto'), {
    title: 'What to do',
    description:
      'new: settings free within the ranges. select: choose rows of the table. augment: add runs to those of the table. ' +
      'auto: a table of factors gives new runs, candidate rows are selected from, rows with results are added to.',
  }),
  factors: described(z.array(FactorParameter).max(200).default([]), {
    title: 'Factors',
    description:
      'What to vary: a list of {name, type, low, high, levels, step, group, total, unit, digits}. Empty: read from the table.',
  }),
  existing_runs: described(z.enum(['auto', 'keep', 'ignore']).default('auto'), {
    title: 'Existing runs',
    description:
      'keep: every row of the table is a run that counts in the design. ignore: no row is. auto: rows with results are, ' +
      'and all rows of a run sheet.',
  }),
  response_columns: described(z.array(z.string().min(1)).default([]), {
    title: 'Responses',
    description: 'The measured columns. None chosen: found by name, else one blank column "Result" is added.',
    column: 'response',
  }),
  blocks: described(z.union([z.int().min(0).max(100), z.array(z.int().min(1)).max(100)]).default(0), {
    title: 'Blocks',
    description: 'Number of blocks (days, batches) of about equal size, or a list of their sizes. 0: none.',
  }),
  center_points: described(z.int().min(0).max(100).default(0), {
    title: 'Centre points',
    description: 'Further runs in the middle of the ranges, spread over the run order.',
  }),
  replicates: described(z.int().min(0).max(100).default(0), {
    title: 'Replicates',
    description: 'Further runs that repeat planned ones, to estimate the pure error.',
  }),
  sigma: described(z.number().positive().default(1), {
    title: 'Standard deviation',
    description: 'Expected standard deviation of a single run, for the power.',
  }),
  effect: described(z.number().positive().default(2), {
    title: 'Effect to find',
    description: 'Change of the response from low to high that must not be missed, in the same unit.',
  }),
  hard_to_change: described(z.array(z.string().min(1)).default([]), {
    title: 'Hard to change',
    description: 'Factors that are set once for several runs (split-plot design).',
    advanced: true,
  }),
  whole_plots: described(z.int().min(0).max(100).default(0), {
    title: 'Whole plots',
    description: 'How often the hard-to-change factors are set anew. 0: chosen so that their effects can be estimated.',
    advanced: true,
  }),
  variance_ratio: described(z.number().min(0).max(1000).default(1), {
    title: 'Variance ratio',
    description: 'Variance between whole plots over that between runs of one.',
    advanced: true,
  }),
  repeats: described(z.boolean().default(false), {
    title: 'Repeat candidates',
    description: 'Whether a candidate row may be chosen more than once, or although it is already an existing run.',
    advanced: true,
  }),
  coding: described(z.enum(['orthonormal', 'effects', 'treatment']).default('orthonormal'), {
    title: 'Coding of categories',
    description: 'orthonormal: efficiencies of balanced designs are 1 whatever the number of levels.',
    advanced: true,
  }),
  starts: described(z.int().min(0).max(100_000).default(0), {
    title: 'Starts',
    description: 'Random starts of the search; the best design of all is kept. 0: chosen by the size of the problem.',
    advanced: true,
  }),
  iterations: described(z.int().min(1).max(10_000).default(50), {
    title: 'Sweeps',
    description: 'Passes over all runs within a start, at most. A start that improves no more ends by itself.',
    advanced: true,
  }),
  time_limit_s: described(z.number().positive().nullable().default(null), {
    title: 'Time limit',
    description: 'Seconds after which no further start is made. None: the result depends on the seed alone.',
    advanced: true,
  }),
  objective: described(z.string().max(2_000).default(''), {
    title: 'Objective',
    description: 'A note on what the experiment is for; it is kept with the result.',
    advanced: true,
  }),
  ...sharedParameters,
})
export type OptimizationParameters = z.infer<typeof OptimizationParameters>
