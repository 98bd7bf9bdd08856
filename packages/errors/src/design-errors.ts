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
  design_factor_fixed: {
    status: 422,
    exit: 3,
    text: 'The constraints leave the factor "{factor}" one setting only, {setting}, so its effect can not be found. Loosen them, or leave the factor out.',
  },
  design_constraint_redundant: {
    status: 422,
    exit: 3,
    text: 'The constraint "{constraint}" excludes nothing that the ranges and the other constraints allow. Check that it says what you mean.',
  },
  design_grid_too_large: {
    status: 422,
    exit: 3,
    text: 'The levels make {combinations} combinations, more than the {limit} that are listed. Widen the steps, or let the factors vary freely between their ends.',
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
    text: "The term {term} can't be estimated: over all allowed runs it {relation}. {mend}.",
  },
  design_plots_unfillable: {
    status: 422,
    exit: 3,
    text: 'A whole plot of {runs} runs needs as many candidates with the same settings of the hard-to-change factors, and too few are left. Allow candidates to be repeated, or make the plots smaller.',
  },
  design_center_missing: {
    status: 422,
    exit: 2,
    text: 'All factors are categories, which have no middle, so there are no centre points. Set center_points to 0, and replicates to what you meant to repeat.',
  },
  design_center_covariate: {
    status: 422,
    exit: 2,
    text: 'A centre point would need a value of the covariate "{factor}", which is measured and not set. Set center_points to 0.',
  },
  design_center_forbidden: {
    status: 422,
    exit: 2,
    text: 'The middle of {factors} breaks the constraints ({constraints}), so there are no centre points. Set center_points to 0, or loosen the constraints.',
  },
  design_inestimable: {
    status: 422,
    exit: 3,
    text: 'No {runs} allowed runs were found that can estimate these together: {columns}. Raise num_points, give the factors more levels, or leave terms out of the model.',
  },
  design_replacement_missing: {
    status: 422,
    exit: 3,
    text: 'No other run can take the place of run {run}: all that are allowed are refused, used or the same. Loosen the constraints or take back a refusal.',
  },
  design_generator_invalid: {
    status: 422,
    exit: 2,
    text: 'The generator "{generator}" can\'t be used: {problem}.',
  },
  design_classical_impossible: {
    status: 422,
    exit: 2,
    text: "The classical design {design} can't be made: {problem}.",
  },
} as const satisfies Record<string, { status: number; exit: 1 | 2 | 3; text: string }>
