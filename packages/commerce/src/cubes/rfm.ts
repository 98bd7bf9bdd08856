import { type CubeContext, type CubeQueryOf, type CubeSql, customersWhere } from './cube.ts'

/** Customers by segment and scores, as they were scored when the snapshot was made. */
export function rfm(query: CubeQueryOf<'rfm'>, { dialect, rollups }: CubeContext): CubeSql {
  const where = customersWhere(dialect, query)
  const share = (of: string) =>
    `CAST(${of} AS ${dialect.type('double')}) / NULLIF(SUM(CAST(${of} AS ${dialect.type('double')})) OVER (), 0)`
  const sql = `WITH scored AS (
  SELECT segment, r_score, f_score, m_score, ${rollups ? 'SUM(customers)' : 'COUNT(*)'} AS customers, SUM(monetary) AS monetary, SUM(net) AS net,
    SUM(frequency) AS orders, SUM(recency_days) AS recency
  FROM ${dialect.identifier(rollups ? 'rfm_cells' : 'customer_facts')}${where}
  GROUP BY segment, r_score, f_score, m_score
)
SELECT segment, r_score, f_score, m_score, customers, ${share('customers')} AS customer_share, ROUND(monetary, 2) AS monetary,
  ${share('monetary')} AS monetary_share, ROUND(net, 2) AS net, orders, CAST(recency AS ${dialect.type('double')}) / customers AS recency_days
FROM scored
ORDER BY segment, r_score DESC, f_score DESC, m_score DESC`
  return {
    sql,
    columns: [
      { name: 'segment', label: 'Segment' },
      { name: 'r_score', label: 'Recency score', unit: 'score' },
      { name: 'f_score', label: 'Frequency score', unit: 'score' },
      { name: 'm_score', label: 'Money score', unit: 'score' },
      { name: 'customers', label: 'Customers', unit: 'count' },
      { name: 'customer_share', label: 'Share of customers', unit: 'ratio' },
      { name: 'monetary', label: 'Net sales of 365 days', unit: 'money' },
      { name: 'monetary_share', label: 'Share of them', unit: 'ratio' },
      { name: 'net', label: 'Net sales of all time', unit: 'money' },
      { name: 'orders', label: 'Orders of 365 days', unit: 'count' },
      { name: 'recency_days', label: 'Days since the last order, mean', unit: 'days' },
    ],
    notes: [
      {
        code: 'equal_values_equal_scores',
        text: 'customers with equal values have equal scores, so fifths are not of equal size',
      },
    ],
  }
}
