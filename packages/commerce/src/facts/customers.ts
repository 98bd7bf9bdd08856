import { segmentOfScores } from './segments.ts'

/** Days that frequency and monetary value are of. */
const TRAILING_DAYS = 365

/**
 * Persons with a valid order. Recency is of all time; frequency and monetary value of the 365 days up to the last day known.
 *
 * Scores are 1 plus the number of cut points below the value, the cut points being the 20, 40, 60 and 80 % quantiles (a value that
 * occurs) over all these persons; of recency, fewer days are more. A score is a function of the value alone: where 80 % bought
 * once, all of them have the same F, and two loads agree. Fifths of a sorted list would split them by chance.
 */
export function customers(lastDate: string): string {
  const recent = `business_date > DATE '${lastDate}' - ${TRAILING_DAYS}`
  const cuts = (value: string) => `quantile_disc(${value}, [0.2, 0.4, 0.6, 0.8])`
  const above = (value: string, points: string) =>
    [1, 2, 3, 4].map((nth) => `(${points}[${nth}] < ${value})::INTEGER`).join(' + ')
  return `
    WITH persons AS (
      SELECT any_value(customer_id) AS customer_id, customer_key, min(cohort_month) AS cohort_month, min(business_date) AS first_order_date,
        min(business_date) FILTER (order_seq = 2) AS second_order_date, max(business_date) AS last_order_date, count(*) AS orders,
        (sum(gross) - sum(discount) - sum(refunded)) AS net,
        any_value(country) FILTER (order_seq = 1) AS country, any_value(channel) FILTER (order_seq = 1) AS channel,
        DATE '${lastDate}' - max(business_date) AS recency_days, count(*) FILTER (${recent}) AS frequency,
        coalesce(sum(gross) FILTER (${recent}) - sum(discount) FILTER (${recent}) - sum(refunded) FILTER (${recent}), 0) AS monetary
      FROM order_facts WHERE exclusion IS NULL AND customer_key IS NOT NULL GROUP BY customer_key
    ),
    cuts AS (SELECT ${cuts('-recency_days')} AS r, ${cuts('frequency')} AS f, ${cuts('monetary')} AS m FROM persons),
    scored AS (
      SELECT persons.*, 1 + ${above('-recency_days', 'cuts.r')} AS r_score, 1 + ${above('frequency', 'cuts.f')} AS f_score,
        1 + ${above('monetary', 'cuts.m')} AS m_score
      FROM persons, cuts
    )
    SELECT *, ${segmentOfScores()} AS segment, coalesce(second_order_date, DATE '${lastDate}') - first_order_date AS repeat_days,
      second_order_date IS NOT NULL AS has_repeated
    FROM scored`
}
