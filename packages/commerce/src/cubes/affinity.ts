import { CodedError } from '@zerosec/errors'
import { addMonths, dayOf, dayText, monthStart } from '../query/calendar.ts'
import { print } from '../sql/dialect.ts'
import { allOf, anyOf, atLeast, below, column, date, equals, text } from '../sql/expression.ts'
import type { CubeContext, CubeQueryOf, CubeSql } from './cube.ts'

/** Of the normal distribution, for 95 % between both bounds. */
const Z = 1.96

/**
 * Pairs of products in one order, over orders with at least two products. With n such orders, n_a and n_b with each product and n_ab with
 * both: support n_ab ÷ n, confidence of b given a n_ab ÷ n_a, lift n_ab n ÷ (n_a n_b). Pairs are ranked by the lower bound of Wilson's 95 %
 * interval of the larger confidence, so that few orders can not lead.
 */
export function affinity(query: CubeQueryOf<'affinity'>, { dialect, snapshot, asOf }: CubeContext): CubeSql {
  const from = query.from ?? dayText(monthStart(snapshot.firstDay))
  const to = query.to ?? dayText(addMonths(monthStart(asOf), 1))
  if (dayOf(from) >= dayOf(to))
    throw new CodedError('commerce_query_invalid', { problem: 'to is the month after the last one' })
  const months = print(
    dialect,
    allOf([atLeast(column('month'), date(from)), below(column('month'), date(to))]) ?? date(from),
  )
  const { product } = query
  const wanted =
    product === undefined
      ? undefined
      : anyOf(['product_a', 'product_b'].map((name) => equals(column(name), text(product))))
  const double = (sql: string) => `CAST(${sql} AS ${dialect.type('double')})`
  const wilson = (k: string, n: string) =>
    `(${double(k)} / ${n} + ${(Z * Z) / 2} / ${n} - ${Z} * SQRT((${double(k)} / ${n} * (1 - ${double(k)} / ${n}) + ${(Z * Z) / 4} / ${n}) / ${n})) / (1 + ${Z * Z} / ${n})`
  const least = '(CASE WHEN n_a < n_b THEN n_a ELSE n_b END)'
  const sql = `WITH pairs AS (
  SELECT product_a, product_b, SUM(orders) AS n_ab FROM ${dialect.identifier('basket_pairs')}
  WHERE ${months}${wanted ? ` AND (${print(dialect, wanted)})` : ''}
  GROUP BY product_a, product_b HAVING SUM(orders) >= ${query.least_orders}
),
singles AS (
  SELECT product_id, MAX(name) AS name, SUM(orders) AS n FROM ${dialect.identifier('basket_products')} WHERE ${months} GROUP BY product_id
),
counted AS (
  SELECT p.product_a, p.product_b, a.name AS name_a, b.name AS name_b, p.n_ab, a.n AS n_a, b.n AS n_b, (SELECT MAX(n) FROM singles WHERE product_id IS NULL) AS n
  FROM pairs AS p JOIN singles AS a ON p.product_a = a.product_id JOIN singles AS b ON p.product_b = b.product_id
)
SELECT product_a, product_b, name_a, name_b, n_ab, n_a, n_b, ${double('n_ab')} / n AS support, ${double('n_ab')} / n_a AS confidence_ab,
  ${double('n_ab')} / n_b AS confidence_ba, ${double('n_ab')} * n / (${double('n_a')} * n_b) AS lift, ${wilson('n_ab', least)} AS lower_bound
FROM counted
ORDER BY lower_bound DESC, product_a, product_b
LIMIT ${query.limit}`
  return {
    sql,
    columns: [
      { name: 'product_a', label: 'Product' },
      { name: 'product_b', label: 'Bought with' },
      { name: 'name_a', label: 'Its name' },
      { name: 'name_b', label: 'Name of the other' },
      { name: 'n_ab', label: 'Orders with both', unit: 'count' },
      { name: 'n_a', label: 'Orders with the first', unit: 'count' },
      { name: 'n_b', label: 'Orders with the second', unit: 'count' },
      { name: 'support', label: 'Share of orders', unit: 'ratio' },
      { name: 'confidence_ab', label: 'Of the first’s orders', unit: 'ratio' },
      { name: 'confidence_ba', label: 'Of the second’s orders', unit: 'ratio' },
      { name: 'lift', label: 'Lift', unit: 'number' },
      { name: 'lower_bound', label: 'At least, by 95 %', unit: 'ratio' },
    ],
    notes: [
      {
        code: 'orders_with_two_products',
        text: 'of orders with at least two products; variants count as their product',
      },
      { code: 'least_orders', text: `pairs in fewer than ${query.least_orders} orders are left out` },
    ],
  }
}
