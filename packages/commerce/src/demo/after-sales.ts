import { FILES } from './assortment.ts'
import { OPINIONS, REASONS } from './catalogue.ts'
import type { DemoSettings } from './demo-settings.ts'
import { anyOf, chosen, type Draw } from './random.ts'

/** Payments, refunds and reviews of orders, up to the last day. */
export function demoAfterSales({ until }: DemoSettings, draw: Draw): readonly string[] {
  const end = `TIMESTAMP '${until} 21:00:00'`
  return [payments(draw), refunds(draw, end), reviews(draw, end)]
}

/** What the order comes to; one in twelve is paid in part by a voucher. */
function payments(draw: Draw): string {
  return `
    INSERT INTO payments BY NAME
    WITH due AS (
      SELECT n, order_id, ordered_at, currency, net - coupon + tax + shipping AS total, ${draw('method', 'n')} AS u,
        CASE WHEN ${draw('voucher', 'n')} < 0.08 THEN least(20, floor((net - coupon) / 2)) ELSE 0 END::DECIMAL(18,4) AS voucher
      FROM demo_fates WHERE ended IS NULL OR ended = 'canceled'
    ),
    parts AS (
      SELECT n, 1 AS part, order_id, ordered_at, currency, ${chosen('u', { card: 41, paypal: 32, invoice: 18, transfer: 9 })} AS method,
        total - voucher AS amount FROM due
      UNION ALL SELECT n, 2, order_id, ordered_at, currency, 'voucher', voucher FROM due WHERE voucher > 0
    )
    SELECT order_id || '-' || part AS payment_id, order_id, ordered_at AS paid_at, method, amount,
      CASE WHEN method = 'invoice' AND amount > 150 THEN 3 ELSE 1 END AS installments, currency, ${FILES.payments} AS file_id, n * 2 + part AS line
    FROM parts`
}

/** Lines that came back: what was paid for them, days to weeks after delivery. */
function refunds(draw: Draw, end: string): string {
  const line = (purpose: string) => draw(purpose, 'l.line')
  return `
    INSERT INTO refunds BY NAME
    WITH back AS (
      SELECT l.*, f.currency, f.shipping AS paid_shipping, f.delivered_at + to_seconds((86400 * (2 + 19 * ${line('back after')}))::BIGINT) AS refunded_at
      FROM lines l JOIN (SELECT order_id, delivered_at, currency, shipping FROM demo_fates WHERE delivered_at IS NOT NULL) f USING (order_id)
        JOIN demo_products p ON p.product_id = l.product_id
      WHERE ${line('back')} < CASE p.category WHEN 'Bedding' THEN 0.085 WHEN 'Rugs' THEN 0.09 WHEN 'Lighting' THEN 0.06 ELSE 0.035 END
    )
    SELECT 'R' || order_id || '-' || line_id AS refund_id, order_id, line_id, product_id, refunded_at,
      timezone('Europe/Berlin', timezone('UTC', refunded_at))::DATE AS refund_date, quantity, gross - discount AS amount,
      CASE WHEN ${draw('shipping back', 'line')} < 0.15 THEN paid_shipping ELSE 0 END AS shipping, tax, currency,
      ${chosen(draw('reason', 'line'), REASONS)} AS reason, ${FILES.refunds} AS file_id, line
    FROM back WHERE refunded_at < ${end}`
}

/** Two of five delivered orders are reviewed, late ones badly; one in fifty of these again. */
function reviews(draw: Draw, end: string): string {
  const early = chosen('u', { 5: 60, 4: 25, 3: 8, 2: 3, 1: 4 })
  const late = chosen('u', { 1: 46, 2: 21, 3: 16, 4: 10, 5: 7 })
  const texts = Object.entries(OPINIONS).map(([score, opinions]) => {
    return `WHEN ${score} THEN ${anyOf(draw('opinion', 'n', 'part'), opinions)}`
  })
  return `
    INSERT INTO reviews BY NAME
    WITH asked AS (
      SELECT n, order_id, delivered_at, unnest(range(1, CASE WHEN ${draw('again', 'n')} < 0.02 THEN 3 ELSE 2 END)) AS part,
        delivered_at::DATE > day + CASE country WHEN 'DE' THEN 6 ELSE 7 END AS is_late
      FROM demo_fates WHERE delivered_at IS NOT NULL AND ${draw('reviewed', 'n')} < 0.4
    ),
    answered AS (
      SELECT *, ${draw('score', 'n', 'part')} AS u, delivered_at + to_seconds((86400 * part * (0.5 + 5 * ${draw('answer', 'n', 'part')}))::BIGINT) AS answered_at
      FROM asked
    ),
    scored AS (SELECT *, CASE WHEN is_late THEN ${late} ELSE ${early} END::INTEGER AS score FROM answered)
    SELECT order_id || '-' || part AS review_id, order_id, score,
      CASE WHEN ${draw('wordy', 'n', 'part')} < 0.45 THEN CASE score ${texts.join(' ')} END END AS message,
      delivered_at AS created_at, answered_at, ${FILES.reviews} AS file_id, n * 2 + part AS line
    FROM scored WHERE answered_at < ${end}`
}
