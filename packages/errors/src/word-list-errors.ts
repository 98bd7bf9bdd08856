/** Errors of lists of words with values; a part of the one table. */
export const WORD_LIST_ERRORS = {
  word_list_empty: {
    status: 422,
    exit: 3,
    text: 'The word list {file} has no word in it. Give it a line for each: a word, a comma and a number, such as good,1.9.',
  },
  word_list_line_invalid: {
    status: 422,
    exit: 3,
    text: 'The word list {file} can\'t be used: line {line}, "{content}", {problem} ({count} such lines in all). Correct or remove them.',
  },
  word_list_too_long: {
    status: 413,
    exit: 3,
    text: 'The word list {file} has more than {limit} words. Keep those with the largest values.',
  },
  word_list_classes: {
    status: 422,
    exit: 2,
    text: 'A word list tells two classes apart, and "{column}" has {classes}. Leave word_list out, or join the classes to two.',
  },
  word_list_without_text: {
    status: 422,
    exit: 2,
    text: 'A word list was given, but no column of free text is used. Name one in feature_columns, or leave word_list out.',
  },
} as const
