/** The part of the error table that is about fitting, tuning and using models. */
export const MODELLING_ERRORS = {
  model_rows_too_few: {
    status: 422,
    exit: 3,
    text: 'There are {rows} usable rows of "{column}", and {needed} are needed at least. Measure more, or fill the missing cells.',
  },
} as const
