import { WORD_LIST_ERRORS } from './word-list-errors.ts'

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
  groups_through_time: {
    status: 422,
    exit: 3,
    text: 'Each of {groups} groups reaches over the whole of the time column: no earlier rows of other groups are left to learn from. Leave out time_column or group_column.',
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
  class_single: {
    status: 422,
    exit: 3,
    text: 'Every usable row of "{column}" has the class "{label}", so that there is nothing to tell apart. Add rows of another class.',
  },
  class_too_small: {
    status: 422,
    exit: 3,
    text: 'The class "{label}" of "{column}" has {rows} row; {needed} are needed at least, to learn from some and test on others. Add rows, or leave the class out.',
  },
  class_target_numeric: {
    status: 422,
    exit: 3,
    text: 'The column "{column}" holds {values} different numbers, which are no classes (at most {limit}). Use nonlinear_analysis, or a column of labels.',
  },
  class_target_unfit: {
    status: 422,
    exit: 3,
    text: 'The column "{column}" holds {kind}, which are no classes. Choose a column of labels.',
  },
  classes_too_many: {
    status: 422,
    exit: 3,
    text: 'The column "{column}" has {classes} classes; at most {limit} are told apart. Join classes that need not be told apart.',
  },
  class_label_unknown: {
    status: 422,
    exit: 2,
    text: 'The parameter "{parameter}" names the class "{label}", which "{column}" does not have. It has: {known}.',
  },
  class_columns_overlap: {
    status: 422,
    exit: 3,
    text: 'The class columns {columns} have {problem} in row {row}. Each row needs a 1 in exactly one of them, and 0 in the others.',
  },
  model_file_foreign: {
    status: 422,
    exit: 3,
    text: 'This is no model file of zerosec: {problem}.',
  },
  model_file_newer: {
    status: 422,
    exit: 3,
    text: 'The model file has format {version}, and this version of zerosec reads formats up to {newest}. Update zerosec.',
  },
  model_file_damaged: {
    status: 422,
    exit: 3,
    text: 'The model file is damaged: {problem}. Copy or download it again.',
  },
  model_file_invalid: {
    status: 422,
    exit: 3,
    text: "The model file can't be used: {place} {problem}. Make the model again.",
  },
  model_inputs_missing: {
    status: 422,
    exit: 3,
    text: 'The model needs columns that the rows do not have: {columns}. Add them; a cell may be empty.',
  },
  model_inputs_unknown: {
    status: 422,
    exit: 3,
    text: 'The model does not read the columns {columns}. It reads: {known}. Correct their names, or leave them out.',
  },
  model_input_invalid: {
    status: 422,
    exit: 3,
    text: 'Row {row} has {value} in "{column}", where the model reads {expected}. Correct the cell.',
  },
  model_unit_differs: {
    status: 422,
    exit: 3,
    text: 'The column "{column}" is in {given}, and the model was made with {expected}. Convert it.',
  },
  model_columns_missing: {
    status: 422,
    exit: 3,
    text: 'The table has no column {columns}, which the model needs.{near} Rename or add the columns (a cell may be empty), or name them in column_names.',
  },
  model_column_kind: {
    status: 422,
    exit: 3,
    text: 'The column "{column}" holds {given}, and the model reads {expected} there{place}. Correct the column, or name another one in column_names.',
  },
  prediction_grid_invalid: {
    status: 422,
    exit: 2,
    text: "The grid can't be built: {problem}.",
  },
  derived_column_invalid: {
    status: 422,
    exit: 2,
    text: 'The derived column "{expression}" can\'t be read at "{near}": {problem}.',
  },
  model_export_impossible: {
    status: 422,
    exit: 2,
    text: "The model can't be written as {format}: {reason}. The model file of zerosec holds it whole.",
  },
  hyperparameter_unknown: {
    status: 422,
    exit: 2,
    text: 'The model {model} has no hyperparameter "{name}". It has: {known}.',
  },
  hyperparameter_invalid: {
    status: 422,
    exit: 2,
    text: 'The hyperparameter "{name}" of {model} can\'t be used: {problem}.',
  },
  ...WORD_LIST_ERRORS,
} as const
