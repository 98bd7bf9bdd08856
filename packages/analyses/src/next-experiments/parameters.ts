import { z } from 'zod'
import { described, sharedParameters } from '../shared-parameters.ts'

const Setting = z.union([z.number(), z.string()])
/** A run by its settings; a run that has these matches, whatever its other settings. */
const PartialRun = z.record(z.string(), Setting)
const Columns = z.array(z.string().min(1)).max(10).default([])

export const NextExperimentsParameters = z.strictObject({
  maximise: described(Columns, {
    title: 'As large as possible',
    description: 'Measured columns that shall be large. Nothing named anywhere: the only response of the table.',
    column: 'response',
  }),
  minimise: described(Columns, {
    title: 'As small as possible',
    description: 'Measured columns that shall be small.',
    column: 'response',
  }),
  targets: described(z.record(z.string(), z.number()).default({}), {
    title: 'Targets',
    description: 'Measured columns that shall come close to a value, such as {"thickness": 5}.',
  }),
  ranges: described(z.record(z.string(), z.tuple([z.number().nullable(), z.number().nullable()])).default({}), {
    title: 'Ranges to meet',
    description: 'Measured columns that have to lie within limits, such as {"viscosity": [2, 4]}; null for no limit.',
  }),
  batch_size: described(z.int().min(1).max(50).default(5), {
    title: 'Runs to propose',
    description: 'How many experiments you will make before you look at results again.',
  }),
  factor_columns: described(z.array(z.string().min(1)).default([]), {
    title: 'Factors',
    description: 'The columns that are set in an experiment. None chosen: every column that can be one.',
    column: 'factor',
  }),
  bounds: described(z.record(z.string(), z.tuple([z.number(), z.number()])).default({}), {
    title: 'Bounds',
    description: 'Lowest and highest setting, such as {"temperature": [80, 120]}. Left out: those of the table.',
  }),
  constraints: described(z.array(z.string().min(1).max(2_000)).max(100).default([]), {
    title: 'Constraints',
    description: 'What every run has to keep to, such as "2*temp + time <= 300" or "not (catalyst = A and temp > 80)".',
  }),
  exploration: described(z.number().min(0).max(1).default(0.2), {
    title: 'Exploration',
    description: 'Share of the batch that goes where least is known, in place of where most is promised.',
  }),
  candidates: described(z.string().default(''), {
    title: 'Candidates',
    description:
      'A second table: only its rows are proposed. A path on the command line, in a job the key of a file. Empty: any setting.',
    file: 'table',
  }),
  back_test: described(z.boolean().default(true), {
    title: 'Back-test',
    description:
      'Play the measured runs again: how soon proposals would have found the best of them, against chance and the order that was run.',
  }),
  steps: described(z.record(z.string(), z.number().positive()).default({}), {
    title: 'Steps',
    description:
      'Factors that can be set in steps only, such as {"temperature": 5}, counted from their lowest setting.',
    advanced: true,
  }),
  mixture: described(z.array(z.string().min(1)).default([]), {
    title: 'Mixture',
    description: 'Components whose amounts sum to one total. None: columns that do so in every row are found.',
    advanced: true,
  }),
  at_most: described(z.int().min(0).max(50).default(0), {
    title: 'At most so many components',
    description: 'How many components of the mixture (or of at_most_of) may be other than 0 in a run. 0: any number.',
    advanced: true,
  }),
  at_most_of: described(z.array(z.string().min(1)).default([]), {
    title: 'At most, of these',
    description: 'The factors that at_most counts. None: the components of the mixture.',
    advanced: true,
    column: 'factor',
  }),
  hard_to_change: described(z.array(z.string().min(1)).default([]), {
    title: 'Hard to change',
    description: 'Factors that keep one setting in the whole batch.',
    advanced: true,
    column: 'factor',
  }),
  forbidden: described(z.array(PartialRun).max(1000).default([]), {
    title: 'Forbidden settings',
    description: 'Settings that must not occur together, such as [{"base": "KOH", "solvent": "DMF"}].',
    advanced: true,
  }),
  rejected: described(z.array(PartialRun).max(1000).default([]), {
    title: 'Rejected proposals',
    description:
      'Proposals that you do not want to make, as rows of settings: the next best are proposed in their place.',
    advanced: true,
  }),
  blank_rows: described(z.enum(['pending', 'candidates']).default('pending'), {
    title: 'Rows without a result',
    description:
      'pending: runs that are planned; they count, and are not proposed again. candidates: only such rows are proposed.',
    advanced: true,
  }),
  back_test_start: described(z.int().min(3).max(500).default(10), {
    title: 'Runs a back-test begins with',
    description: 'Drawn at random from the measured runs; at most a third of them.',
    advanced: true,
  }),
  back_test_seeds: described(z.int().min(3).max(100).default(10), {
    title: 'Repeats of the back-test',
    description: 'From so many random beginnings; the median and the quartiles are shown.',
    advanced: true,
  }),
  ...sharedParameters,
})
export type NextExperimentsParameters = z.infer<typeof NextExperimentsParameters>
