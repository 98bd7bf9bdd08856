import { rounded } from './measure.ts'
import { isRight, type JudgedSentence } from './neutral-band.ts'

/** How often answers of about the same confidence are right. */
export interface ConfidenceBand {
  /** At least `from`, and less than `to`; the last band up to 1. */
  readonly from: number
  readonly to: number
  readonly sentences: number
  readonly mean_confidence: number
  readonly right: number
}

const EDGES = [0.5, 0.6, 0.7, 0.8, 0.9, 1]

/** @param decided  sentences that are called positive or negative; a band without any is left out */
export function reliability(decided: readonly JudgedSentence[]): ConfidenceBand[] {
  const confidence = ({ share }: JudgedSentence) => Math.max(share, 1 - share)
  return EDGES.slice(1).flatMap((to, band) => {
    const from = EDGES[band]!
    const own = decided.filter((sentence) => {
      const sure = confidence(sentence)
      return sure >= from && (sure < to || to === 1)
    })
    if (own.length === 0) return []
    const mean = own.reduce((sum, sentence) => sum + confidence(sentence), 0) / own.length
    const right = own.filter(isRight).length / own.length
    return [{ from, to, sentences: own.length, mean_confidence: rounded(mean), right: rounded(right) }]
  })
}
