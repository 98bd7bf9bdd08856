import type { CommerceResult } from '@zerosec/contract'
import { type Fact, factNamed } from '../metrics/facts.ts'
import { column, type Expression, isKnown, oneOf, text } from '../sql/expression.ts'
import type { RunOptions, Warehouse } from '../warehouse/warehouse.ts'
import type { Part, Plan } from './plan.ts'
import { rangeConditions, wrapped } from './sums.ts'

/** How many rows of the period and filters did not count, by reason, of each fact that the numbers are made of. */
export async function excludedRows(
  plan: Plan,
  warehouse: Warehouse,
  options: RunOptions,
): Promise<CommerceResult['excluded']> {
  const { dialect } = warehouse
  const facts = excludingFacts(plan.parts)
  if (facts.length === 0) return []
  const selects = facts.map(({ name, fact, reasons }) => {
    const conditions = [reasons, ...rangeConditions(plan, fact, 'current')]
    const where = conditions.map((condition) => wrapped(dialect, condition)).join(' AND ')
    return `SELECT ${dialect.text(name)} AS fact, exclusion, COUNT(*) AS row_count FROM ${dialect.identifier(fact.table)} WHERE ${where} GROUP BY exclusion`
  })
  const { columns, rows } = await warehouse.run(`${selects.join('\nUNION ALL\n')}\nORDER BY 1, 2`, options)
  return Array.from({ length: rows }, (_, row) => ({
    of: String(columns[0]?.[row]),
    reason: String(columns[1]?.[row]),
    rows: Number(columns[2]?.[row]),
  }))
}

const EVERY_REASON = isKnown(column('exclusion'))
const NOT_EVEN_SHOPIFY = oneOf(column('exclusion'), [text('test'), text('deleted')])

/** The facts that were read and leave rows out; a rollup was made of one. */
function excludingFacts(parts: readonly Part[]): { name: string; fact: Fact; reasons: Expression }[] {
  const facts = parts.map(({ name, fact, takes }) => ({
    name: fact.rollupOf ?? name,
    fact: fact.rollupOf === undefined ? fact : factNamed(fact.rollupOf),
    reasons: takes === undefined ? EVERY_REASON : NOT_EVEN_SHOPIFY,
  }))
  return [...new Map(facts.filter(({ fact }) => fact.excludes).map((one) => [one.name, one])).values()]
}
