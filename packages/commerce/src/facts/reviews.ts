import { OF_ORDER } from './known-orders.ts'
import { REVIEW_TEXT } from './review-sentiments.ts'
import { storeTime } from './store-clock.ts'

/** An order's latest review, by the time of the answer and then by id: earlier ones were taken back by it. */
export function reviews(timeZone: string): string {
  return `
    WITH latest AS (
      SELECT *, count(*) OVER (PARTITION BY order_id) AS reviews FROM reviews
      QUALIFY row_number() OVER (PARTITION BY order_id ORDER BY answered_at DESC NULLS LAST, review_id DESC NULLS LAST, line DESC) = 1
    )
    SELECT ${OF_ORDER}, ${storeTime('r.answered_at', 'clock', timeZone)}::DATE AS answered_date, r.score, r.reviews, r.title, r.message, s.sentiment
    FROM latest r JOIN known_orders o USING (order_id)
      LEFT JOIN review_sentiments s ON s.text = ${REVIEW_TEXT}
      LEFT JOIN clock_days clock ON clock.day = r.answered_at::DATE`
}
