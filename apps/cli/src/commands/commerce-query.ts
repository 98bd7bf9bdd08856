import type { Command } from '../command.ts'
import { PLACE_OPTIONS } from './commerce-options.ts'

export const query: Command = {
  name: 'commerce query',
  summary: "Ask for a shop's numbers: gross_sales, orders, aov and all that `commerce metrics` lists.",
  positionals: ['<metric>…'],
  options: {
    by: {
      type: 'string',
      value: 'day|week|month|quarter|year|DIMENSION',
      multiple: true,
      description: 'split the numbers by time, by a dimension such as country, or by several',
    },
    where: {
      type: 'string',
      value: 'DIMENSION=VALUE',
      multiple: true,
      description:
        'count only these; also != and, for dates and numbers, >= and <; no value after = means that it is missing',
    },
    from: { type: 'string', value: 'DATE', description: 'the first day; default: that of the first order' },
    to: {
      type: 'string',
      value: 'DATE',
      description: 'the day after the last one; default: after the last that is known',
    },
    compare: {
      type: 'string',
      value: 'previous|previous_year_weekday|previous_year_calendar|DATE..DATE',
      description: 'show another period beside it',
    },
    order: { type: 'string', value: 'NAME', description: 'by which metric, dimension or bucket the rows are ordered' },
    ascending: { type: 'boolean', description: 'from the smallest value on' },
    limit: { type: 'string', value: 'N', description: 'show at most so many groups; totals stay those of all' },
    'first-weekday': {
      type: 'string',
      value: 'monday|sunday',
      description: 'with which day a week begins; default: monday',
    },
    'as-of': { type: 'string', value: 'DATE', description: 'leave out what became known after this day' },
    in: {
      type: 'string',
      value: 'trino|athena|bigquery',
      description: 'ask this warehouse, to which the facts were published, instead of DuckDB',
    },
    sql: { type: 'boolean', description: 'print the SQL instead of running it' },
    snapshot: { type: 'string', value: 'ID', description: 'another one than that which serves' },
    ...PLACE_OPTIONS,
  },
  notes: [
    'Examples:\n  zerosec commerce query gross_sales orders aov --by month --compare previous\n  zerosec commerce query net_sales --by country --where channel=web --from 2018-01-01 --limit 10',
  ],
  run: async (call) => (await import('../commerce-query.ts')).query(call),
}

export const metrics: Command = {
  name: 'commerce metrics',
  summary: 'List the metrics, or tell how one is made and what to mind with it.',
  positionals: ['[metric]'],
  options: { json: PLACE_OPTIONS.json },
  run: async (call) => (await import('../commerce-metrics.ts')).showMetrics(call),
}
