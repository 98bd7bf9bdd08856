/** Visits; one converted where a valid order names it. */
export const SESSIONS = `
  SELECT v.file_id, v.line, v.session_id, v.session_date, v.channel, v.country, coalesce(v.is_bot, false) AS is_bot,
    coalesce(v.is_provisional, false) AS is_provisional, o.session_id IS NOT NULL AS converted
  FROM sessions v LEFT JOIN (
    SELECT DISTINCT session_id FROM priced_orders WHERE exclusion IS NULL AND session_id IS NOT NULL
  ) o ON o.session_id = v.session_id`
