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
} as const satisfies Record<string, { status: number; exit: 1 | 2 | 3; text: string }>
