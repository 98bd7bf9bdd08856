/** The part of the error table that is about planning experiments. */
export const DESIGN_ERRORS = {
  design_runs_too_few: {
    status: 422,
    exit: 3,
    text: 'The model has {coefficients} coefficients, and {runs} runs can not tell them apart. Raise num_points to {coefficients} at least, or choose a smaller model.',
  },
} as const satisfies Record<string, { status: number; exit: 1 | 2 | 3; text: string }>
