import { type Dialect, print } from '../sql/dialect.ts'
import { date } from '../sql/expression.ts'
import { dayText, STEPS } from './calendar.ts'
import { columnOf, type PeriodName } from './columns.ts'
import { keysOf, type Levels, levelsOf } from './levels.ts'
import { medianOf } from './medians.ts'
import { filledMeasure, metricValue } from './metric-value.ts'
import { answeredRows, isPlaced, placedRows } from './placing.ts'
import type { Plan } from './plan.ts'
import { sumsOf } from './sums.ts'

export interface CompiledQuery {
  readonly sql: string
  readonly levels: Levels
}

/**
 * A plan as one statement. Each fact is aggregated on its own, at the grain and dimensions that are asked for and as a whole; only then are
 * the results put under one another and taken together by group, so that no row of one fact can multiply those of another.
 */
export function compileQuery(plan: Plan, dialect: Dialect): CompiledQuery {
  const keys = keysOf(plan)
  const levels = levelsOf(plan)
  const aggregated = plan.parts.flatMap((part) => [
    { part, period: 'current' as const, name: part.name },
    ...(plan.periods.previous ? [{ part, period: 'previous' as const, name: `previous_${part.name}` }] : []),
  ])
  const columns = aggregated.flatMap(({ part, period }) =>
    part.measures.map(({ measure, source }) => ({
      name: columnOf(measure.name, period),
      type: measure.type,
      filled: filledMeasure(plan, part, { measure, source }, period),
    })),
  )
  const all = (own: ReadonlySet<string>) =>
    columns.map(({ name, type }) =>
      own.has(name)
        ? dialect.identifier(name)
        : `${print(dialect, { kind: 'null', type })} AS ${dialect.identifier(name)}`,
    )
  const names = ['level', ...keys].map(dialect.identifier)
  const parts = aggregated.map(({ part, period, name }) => {
    const own = new Set(part.measures.map(({ measure }) => columnOf(measure.name, period)))
    return `SELECT ${[...names, ...all(own)].join(', ')} FROM ${dialect.identifier(`${name}_sums`)}`
  })
  const ctes = [
    ...aggregated.map(({ part, period, name }) =>
      cte(dialect, `${name}_sums`, medianOf(plan, dialect, part, period) ?? sumsOf(plan, dialect, part, period)),
    ),
    cte(dialect, 'parts', parts.join('\n  UNION ALL\n  ')),
    ...gridOf(plan, dialect, all(new Set()), keys),
    cte(
      dialect,
      'combined',
      `SELECT ${[...names, ...columns.map(({ name, filled }) => `${print(dialect, filled)} AS ${dialect.identifier(name)}`)].join(', ')}
  FROM ${plan.grain === undefined ? 'parts' : '(SELECT * FROM parts UNION ALL SELECT * FROM grid) AS filled'}
  GROUP BY ${names.join(', ')}`,
    ),
    cte(dialect, 'valued', valuesOf(plan, dialect, names)),
    ...(isPlaced(plan) ? [cte(dialect, 'placed', placedRows(plan, dialect, levels))] : []),
  ]
  return { sql: `WITH ${ctes.join(',\n')}\n${answeredRows(plan, dialect, levels)}`, levels }
}

function cte(dialect: Dialect, name: string, body: string): string {
  return `${dialect.identifier(name)} AS (\n  ${body}\n)`
}

/** Every bucket of every group, so that one without rows is there too. */
function gridOf(plan: Plan, dialect: Dialect, nulls: readonly string[], keys: readonly string[]): string[] {
  const [first, last] = [plan.buckets[0], plan.buckets.at(-1)]
  if (plan.grain === undefined || first === undefined || last === undefined) return []
  const day = (value: number) => print(dialect, date(dayText(value)))
  const names = keys.map(dialect.identifier)
  const groups =
    plan.dimensions.length === 0
      ? ''
      : ` CROSS JOIN (SELECT DISTINCT ${plan.dimensions.map(dialect.identifier).join(', ')} FROM parts WHERE level = 0) AS known_groups`
  return [
    cte(dialect, 'buckets', dialect.buckets(day(first), day(last), STEPS[plan.grain], 'bucket')),
    cte(dialect, 'grid', `SELECT ${['0 AS level', ...names, ...nulls].join(', ')} FROM buckets${groups}`),
  ]
}

function valuesOf(plan: Plan, dialect: Dialect, names: readonly string[]): string {
  const periods: PeriodName[] = plan.periods.previous ? ['current', 'previous'] : ['current']
  const values = plan.metrics.flatMap((metric) =>
    periods.map((period) => {
      const value = metricValue(plan, metric, period)
      return `${print(dialect, value)} AS ${dialect.identifier(columnOf(metric.name, period))}`
    }),
  )
  return `SELECT ${[...names, ...values].join(', ')}\n  FROM combined`
}
