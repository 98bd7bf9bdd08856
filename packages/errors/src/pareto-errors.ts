/** Errors of trade-offs; a part of the one table. */
export const PARETO_ERRORS = {
  pareto_objectives_invalid: {
    status: 422,
    exit: 2,
    text: "These objectives can't be traded off: {problem}.",
  },
  pareto_objective_unknown: {
    status: 422,
    exit: 2,
    text: '{parameter} names "{column}", which is no objective. The objectives are: {known}.',
  },
  pareto_rows_none: {
    status: 422,
    exit: 3,
    text: 'No row has all of {columns}, so nothing can be compared. Fill in the missing cells, or choose fewer objectives.',
  },
  pareto_limits_exclude_all: {
    status: 422,
    exit: 3,
    text: 'Nothing keeps to {limits}: {problem}. Loosen what matters least.',
  },
  pareto_model_unusable: {
    status: 422,
    exit: 3,
    text: "The model of {target} can't be used here: {problem}.",
  },
} as const
