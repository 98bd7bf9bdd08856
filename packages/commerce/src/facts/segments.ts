import { literal } from '../sql/quote.ts'

/** Names of a customer's standing. */
export const SEGMENTS = [
  'champions',
  'loyal',
  'potential_loyalists',
  'new',
  'promising',
  'need_attention',
  'about_to_sleep',
  'at_risk',
  'cannot_lose',
  'hibernating',
  'lost',
] as const
export type Segment = (typeof SEGMENTS)[number]

/**
 * The segment by recency and value: a row is an R score, from 5 (bought lately) to 1, a column the mean of F and M scores, halves rounded
 * up, from 1 to 5.
 */
export const SEGMENT_GRID: Readonly<Record<5 | 4 | 3 | 2 | 1, readonly [Segment, Segment, Segment, Segment, Segment]>> =
  {
    5: ['new', 'potential_loyalists', 'potential_loyalists', 'champions', 'champions'],
    4: ['promising', 'potential_loyalists', 'potential_loyalists', 'loyal', 'champions'],
    3: ['about_to_sleep', 'need_attention', 'need_attention', 'loyal', 'loyal'],
    2: ['hibernating', 'hibernating', 'at_risk', 'at_risk', 'at_risk'],
    1: ['lost', 'lost', 'hibernating', 'at_risk', 'cannot_lose'],
  }

/** The grid as SQL, for columns `r_score`, `f_score` and `m_score`. */
export function segmentOfScores(): string {
  const rows = Object.entries(SEGMENT_GRID).map(([r, row]) => {
    return `WHEN ${r} THEN [${row.map(literal).join(', ')}][(f_score + m_score + 1) // 2]`
  })
  return `CASE r_score ${rows.join(' ')} END`
}
