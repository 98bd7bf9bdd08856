/** A sentence with its share of positive. */
export interface JudgedSentence {
  readonly share: number
  readonly isPositive: boolean
}

/** Of the sentences that the model never saw so many may be neutral: one in 25. */
export const NEUTRAL_SHARE = 0.04
/** A sentence in another language has hardly any; of the sentences that were learnt from one in 1,000 has fewer. */
export const LEAST_KNOWN_WORDS = 0.25

/**
 * How close to one half a share has to be for neutral: so that at most `NEUTRAL_SHARE` of the sentences are. Within it an answer is hardly
 * better than a coin's toss, which the card shows; a wider band would be right more often, and answer less.
 */
export function neutralWithin(judged: readonly JudgedSentence[]): number {
  const distances = judged.map(({ share }) => Math.abs(share - 0.5)).sort((a, b) => a - b)
  return Math.floor(1000 * distances[Math.floor(NEUTRAL_SHARE * judged.length)]!) / 1000
}

export function isRight({ share, isPositive }: JudgedSentence): boolean {
  return share > 0.5 === isPositive
}
