/** What of a comparison a page has to know to make it itself, with nothing of DuckDB behind it. */
export { type Day, dayOf, dayText } from './calendar.ts'
export { changeOf } from './change.ts'
export { periodsOf } from './periods.ts'
