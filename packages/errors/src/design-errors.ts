/** The part of the error table that is about planning experiments. */
export const DESIGN_ERRORS = {
  design_runs_too_few: {
    status: 422,
    exit: 3,
    text: 'The model has {coefficients} coefficients, and {runs} runs can not tell them apart. Raise num_points to {coefficients} at least, or choose a smaller model.',
  },
  design_factor_invalid: {
    status: 422,
    exit: 2,
    text: 'The factor "{factor}" can\'t be used: {problem}.',
  },
  design_mixture_impossible: {
    status: 422,
    exit: 2,
    text: 'The mixture "{group}" of {components} can\'t be made: {problem}.',
  },
  design_constraint_invalid: {
    status: 422,
    exit: 2,
    text: 'The constraint "{constraint}" can\'t be read at "{near}": {problem}.',
  },
  design_region_empty: {
    status: 422,
    exit: 3,
    text: 'No run meets these constraints together: {constraints}. {mend}.',
  },
  design_region_not_found: {
    status: 422,
    exit: 3,
    text: 'None of {tries} tried runs meets the constraints ({constraints}), so there may be none. Loosen them, or write curved ones as linear ones.',
  },
  design_runs_too_few_beside: {
    status: 422,
    exit: 3,
    text: 'The model has {coefficients} coefficients, and {runs} new runs beside {existing} existing ones can not tell them apart. Raise num_points to {needed} at least, or choose a smaller model.',
  },
  design_factor_unknown: {
    status: 422,
    exit: 2,
    text: 'The parameter "{parameter}" names "{factor}", which is no factor. The factors are: {known}.',
  },
  design_factors_none: {
    status: 422,
    exit: 3,
    text: 'No factor was found in the table: {reasons}. Give it one row a factor (name, low, high, levels), or describe factors in the parameter factors.',
  },
  design_mode_impossible: {
    status: 422,
    exit: 2,
    text: 'The mode {mode} is not possible: {problem}.',
  },
  design_candidates_too_few: {
    status: 422,
    exit: 3,
    text: '{candidates} candidate rows are too few to choose {runs} runs from{left_out}. Lower num_points, add rows, or set repeats to true.',
  },
  design_existing_outside: {
    status: 422,
    exit: 3,
    text: 'All {runs} existing runs lie outside the region: {reasons}. Widen bounds or constraints, or set existing_runs to ignore.',
  },
  design_term_aliased: {
    status: 422,
    exit: 3,
    text: 'The term {term} can\'t be estimated: over all allowed runs it is a combination of {others}{reason}. {mend}.',
  },
  design_plots_unfillable: {
    status: 422,
    exit: 3,
    text: 'A whole plot of {runs} runs needs as many candidates with the same settings of the hard-to-change factors, and too few are left. Allow candidates to be repeated, or make the plots smaller.',
  },
} as const satisfies Record<string, { status: number; exit: 1 | 2 | 3; text: string }>
