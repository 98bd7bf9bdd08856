/** Trials that are finished before any is given up. */
const FIRST_TRIALS = 3
/** Of the trials that went so far, those that go on after a fold where a learner says nothing else. */
const KEPT_SHARE = 1 / 3

/**
 * Successive halving over folds, asynchronously: after each fold a trial goes on if its mean loss is among the best share of all
 * trials that were judged on the same folds. The first trials are judged on all folds.
 *
 * Source: Li et al., A System for Massively Parallel Hyperparameter Tuning (ASHA), MLSys 2020.
 */
export class FoldPruner {
  readonly #folds: number
  readonly #keptShare: number
  /** By fold: the losses of the trials that were judged on it and those before. */
  readonly #losses: number[][]
  #trials = 0

  constructor(folds: number, keptShare = KEPT_SHARE) {
    this.#folds = folds
    this.#keptShare = keptShare
    this.#losses = Array.from({ length: folds + 1 }, () => [])
  }

  begin(): void {
    this.#trials++
  }

  /** @param folds  how many folds the trial was judged on */
  goesOn(folds: number, meanLoss: number): boolean {
    const losses = this.#losses[folds]!
    losses.push(meanLoss)
    if (this.#trials <= FIRST_TRIALS || folds === this.#folds) return true
    const better = losses.reduce((count, loss) => count + (loss < meanLoss ? 1 : 0), 0)
    return better < Math.max(1, losses.length * this.#keptShare)
  }
}
