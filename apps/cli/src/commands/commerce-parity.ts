import type { Command } from '../command.ts'
import { query } from './commerce-query.ts'

/** Rows are compared whole and by what they are of, so there is no order and no limit. */
const { order: _order, ascending: _ascending, limit: _limit, sql: _sql, in: _in, ...asked } = query.options

export const parity: Command = {
  name: 'commerce parity',
  summary: 'Compare what DuckDB and another warehouse answer, value by value.',
  positionals: [],
  options: {
    against: { type: 'string', value: 'trino|athena|bigquery', description: 'the other warehouse' },
    metrics: {
      type: 'string',
      value: 'NAME,…',
      multiple: true,
      description: 'which metrics; default: all that can be split and filtered as asked',
    },
    seconds: { type: 'string', value: 'N', description: 'time that each query may take; default: 600' },
    ...asked,
  },
  notes: [
    'Money has to be equal to the cent and counts exactly; ratios, means and quantities to 1e-9. The exit code is 3 where a value differs, or where the other one has the facts of another snapshot.',
    'docs/warehouses.md tells how the facts get there and which settings it needs.',
    'Example:\n  zerosec commerce parity --against trino --metrics net_sales,orders,aov --by month --by country',
  ],
  run: async (call) => (await import('../commerce/parity.ts')).showParity(call),
}
