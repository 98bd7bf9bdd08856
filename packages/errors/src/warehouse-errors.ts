/** What asking another warehouse than DuckDB can fail by. Part of the one error table. */
export const WAREHOUSE_ERRORS = {
  warehouse_setting_invalid: {
    status: 422,
    exit: 2,
    text: "{warehouse} can't be asked with the setting {setting}: {problem}. docs/warehouses.md has all of them.",
  },
  warehouse_client_missing: {
    status: 422,
    exit: 2,
    text: 'The client of {warehouse} is not installed. Install it: npm install {package}',
  },
  warehouse_unreachable: {
    status: 503,
    exit: 3,
    text: "{warehouse} can't be reached: {problem}. Check its address and that it runs, then ask again.",
  },
  warehouse_busy: {
    status: 503,
    exit: 3,
    text: '{warehouse} takes no more statements at the moment ({problem}), also after {tries} tries. Ask again later.',
  },
  warehouse_denied: {
    status: 422,
    exit: 2,
    text: '{warehouse} refuses the credentials: {problem}. They may have expired: renew them where they come from (docs/warehouses.md), then ask again.',
  },
  warehouse_statement_failed: {
    status: 422,
    exit: 3,
    text: '{warehouse} could not run the statement: {problem}',
  },
  warehouse_answer_broken: {
    status: 500,
    exit: 3,
    text: "{warehouse} answered otherwise than its protocol says: {problem}. Nothing of the answer was used; ask again, and look at the warehouse's log if it comes back.",
  },
} as const
