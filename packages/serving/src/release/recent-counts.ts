import { countsSince, type ReleaseCounts } from './release-counts.ts'

const RECENT_MS = 60_000
/** Requests of the candidate, in minima of the release: fewer tell nothing, however long ago they were. */
const RECENT_MINIMA = 4
/** Between two marks, so that a few of them are enough. */
const MARK_MS = 5000
const MARK_MINIMA = 0.25

/** What was counted lately: of counts that only grow, what they were at marks some seconds apart. */
export class RecentCounts {
  readonly #marks: { readonly at: number; readonly counts: ReleaseCounts }[] = []

  /**
   * What was counted within the last minute, or since longer where that is too little to tell.
   *
   * @param counts  all that was counted, now
   * @param minimum  requests of the release's limits
   */
  since(now: number, counts: ReleaseCounts, minimum: number): ReleaseCounts {
    const marks = this.#marks
    const isAway = ({ at, counts: then }: (typeof marks)[number], ms: number, minima: number): boolean =>
      now - at >= ms && counts.candidate.requests - then.candidate.requests >= minima * minimum
    const last = marks.at(-1)
    if (!last || isAway(last, MARK_MS, MARK_MINIMA)) marks.push({ at: now, counts })
    while (marks[1] && isAway(marks[1], RECENT_MS, RECENT_MINIMA)) marks.shift()
    return countsSince(counts, marks[0]!.counts)
  }
}
