/** What a shop's numbers over HTTP can be refused with. Part of the one error table. */
export const COMMERCE_SERVICE_ERRORS = {
  commerce_no_snapshot: {
    status: 404,
    exit: 2,
    text: 'The workspace {workspace} has no shop yet. Load files (zerosec commerce load, or POST /api/v1/commerce/loads), or make a shop to look at (zerosec commerce demo, or POST /api/v1/commerce/demo).',
  },
  commerce_busy: {
    status: 503,
    exit: 1,
    text: 'There are too many {what} under way at the moment. Ask again in a few seconds.',
  },
  commerce_query_memory: {
    status: 422,
    exit: 3,
    text: 'The query needs more memory than it may have ({limit} MB). Take a shorter range, a coarser grain or fewer dimensions, or raise ZEROSEC_COMMERCE_MEMORY_MB.',
  },
  commerce_cursor_outdated: {
    status: 409,
    exit: 2,
    text: "The shop's data were loaded anew since the first page. Begin again without a cursor.",
  },
  commerce_load_unknown: {
    status: 404,
    exit: 2,
    text: 'There is no load "{load}" in the workspace. The last {kept} are kept.',
  },
  commerce_load_lost: {
    status: 500,
    exit: 1,
    text: 'The process that was loading ended before it was done ({problem}). Nothing was changed; load again.',
  },
  commerce_sql_refused: {
    status: 422,
    exit: 2,
    text: "The statement can't be run: {problem}.",
  },
  commerce_sql_invalid: {
    status: 422,
    exit: 2,
    text: 'DuckDB refuses the statement: {problem}.',
  },
  commerce_sql_memory: {
    status: 422,
    exit: 3,
    text: 'The statement needs more memory than it may have ({limit} MB) and was stopped.',
  },
  commerce_sql_too_large: {
    status: 422,
    exit: 3,
    text: 'The answer has more than {limit} MB of text. Select fewer columns or rows.',
  },
} as const
