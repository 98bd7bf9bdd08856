/** The part of the error table that is about fitting, tuning and using models. */
export const MODELLING_ERRORS = {
  model_rows_too_few: {
    status: 422,
    exit: 3,
    text: 'There are {rows} usable rows of "{column}", and {needed} are needed at least. Measure more, or fill the missing cells.',
  },
  target_transform_impossible: {
    status: 422,
    exit: 3,
    text: 'The transform {transform} needs {needs}, and the response goes down to {lowest}. Choose yeo_johnson, none or automatic.',
  },
  groups_too_few: {
    status: 422,
    exit: 3,
    text: '{rows} rows in {groups} group: the score of new groups needs two at least. Choose another group_column, or none.',
  },
  time_column_constant: {
    status: 422,
    exit: 3,
    text: 'The time column holds {times} different time over {rows} rows, and folds that follow time need two at least. Choose another time_column, or none.',
  },
  time_column_missing: {
    status: 422,
    exit: 3,
    text: 'The time column has no value in {count} of {rows} usable rows. Fill the cells, or choose another time_column.',
  },
  fold_column_constant: {
    status: 422,
    exit: 3,
    text: 'The fold column names {folds} fold over {rows} rows, and two are needed at least. Choose another fold_column, or none.',
  },
} as const
