import { FILES } from './assortment.ts'
import { instantOf, PARTS } from './calendar.ts'
import { DEMO_DAYS, type DemoSettings } from './demo-settings.ts'
import { chosen, type Draw } from './random.ts'

/** Visits are kept for 14 months, as their tools do. */
export const SESSION_DAYS = 425

/** Visits without an order for each order, and at most in all. */
const VISITS_AN_ORDER = 26
const MOST_VISITS = 1_500_000

/** Visits: those that ended in an order on the web or in the app, and those that did not; some are of bots. */
export function demoSessions({ orders, until }: DemoSettings, draw: Draw): string {
  const idle = Math.min(MOST_VISITS, Math.round(orders * VISITS_AN_ORDER * 0.35))
  return `
    INSERT INTO sessions BY NAME
    WITH drawn AS (
      SELECT i, floor((starts + ${draw('visit', 'i')} * (${DEMO_DAYS} - starts)) * ${PARTS})::INTEGER AS part,
        ${draw('visit channel', 'i')} AS channel, ${draw('visit country', 'i')} AS country, 86399 * ${draw('visit time', 'i')} AS second
      FROM range(${idle}) r(i), (SELECT starts FROM demo_days WHERE number = ${DEMO_DAYS - SESSION_DAYS})
    ),
    visits AS (
      SELECT n * 2 AS line, 'S' || n AS session_id, day, make_timestamp(epoch_us(ordered_at) - (60 + 1500 * ${draw('browsing', 'n')})::BIGINT * 1000000) AS started_at, channel, country, false AS is_bot
      FROM demo_fates WHERE has_session
      UNION ALL
      SELECT i * 2 + 1, 'V' || i, d.day, ${instantOf('v.second')},
        ${chosen('v.channel', { web: 74, app: 26 })}, ${chosen('v.country', { DE: 48, AT: 10, CH: 11, FR: 13, NL: 9, IT: 9 })},
        ${draw('bot', 'i')} < 0.07
      FROM drawn v JOIN demo_parts d ON d.part = v.part
    )
    SELECT session_id, started_at, day AS session_date, channel, country, is_bot,
      day >= DATE '${until}' - 1 AS is_provisional, ${FILES.sessions} AS file_id, line
    FROM visits`
}

/** The Swiss franc in euros: two slow waves and a little of every day's own. */
export function demoRates(draw: Draw): string {
  return `
    INSERT INTO exchange_rates BY NAME
    SELECT 'CHF' AS currency, day AS rate_date,
      (1.048 + 0.018 * sin(number / 97.0) + 0.011 * sin(number / 23.0) + 0.004 * ${draw('rate', 'number')})::DECIMAL(18,8) AS rate,
      ${FILES.exchange_rates} AS file_id, number + 2 AS line
    FROM demo_days`
}
