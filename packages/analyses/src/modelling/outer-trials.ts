const SHARE = 0.2
const FEWEST = 8

/** Outer folds measure with fewer trials than the delivered model gets: their score is never too hopeful for it. */
export function outerTrials(trials: number): number {
  return Math.min(trials, Math.max(FEWEST, Math.ceil(trials * SHARE)))
}
