/** What queries of a shop's numbers are refused with. Part of the one error table. */
export const COMMERCE_QUERY_ERRORS = {
  commerce_metric_unknown: {
    status: 422,
    exit: 2,
    text: 'There is no metric "{metric}". There are: {known}.',
  },
  commerce_dimension_unknown: {
    status: 422,
    exit: 2,
    text: 'There is no dimension "{dimension}". There are: {known}.',
  },
  commerce_dimension_unavailable: {
    status: 422,
    exit: 2,
    text: "The metric {metric} can't be split or filtered by {dimensions}: nothing it is made of has that. It knows: {known}.",
  },
  commerce_query_invalid: {
    status: 422,
    exit: 2,
    text: "The query can't be run: {problem}. Correct it and ask again.",
  },
  commerce_comparison_invalid: {
    status: 422,
    exit: 2,
    text: "The periods can't be compared: {problem}.",
  },
  commerce_as_of_unavailable: {
    status: 422,
    exit: 2,
    text: 'Segments are known for {known} only, not for {as_of}: they are scored when a snapshot is made. Leave as_of out.',
  },
  commerce_result_too_large: {
    status: 422,
    exit: 2,
    text: 'The answer would have more than {limit} rows. Take a coarser grain, a shorter range, or fewer groups (limit).',
  },
  commerce_query_timeout: {
    status: 422,
    exit: 3,
    text: 'The query took longer than {seconds} s and was stopped. Take a shorter range, a coarser grain or fewer dimensions.',
  },
  commerce_amount_inexact: {
    status: 422,
    exit: 3,
    text: 'The column {column} has the value {value}, which is too large to be exact as a number. Take a shorter range.',
  },
  commerce_snapshot_without_orders: {
    status: 422,
    exit: 3,
    text: 'The snapshot has no orders, so there is nothing to count. Load files with orders.',
  },
  commerce_snapshot_outdated: {
    status: 422,
    exit: 3,
    text: 'The snapshot was made by an earlier version and lacks tables that queries read now. Load its files again, or make the demo shop anew.',
  },
} as const
