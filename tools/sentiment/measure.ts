import { rocAuc, wilsonInterval } from '../../packages/engine/src/index.ts'
import { isRight, type JudgedSentence } from './neutral-band.ts'

/** How well sentences are told that had no part in learning. */
export interface MeasuredSet {
  readonly name: string
  readonly title: string
  /** `held_out_folds`: each by a model of the other folds, everything chosen without it; `never`: no model has seen any. */
  readonly seen: 'held_out_folds' | 'never' | 'mixed'
  readonly sentences: number
  /** Of the likelier of positive and negative. */
  readonly accuracy: number
  /** 95 %, Wilson. */
  readonly accuracy_interval: readonly [number, number]
  readonly roc_auc: number
  readonly neutral_share: number
  readonly accuracy_when_decided: number
  /** Every neutral counted as wrong. */
  readonly accuracy_neutral_wrong: number
}

/** @param neutrals  sentences of which the model says neutral, among others */
export function measure(
  about: Pick<MeasuredSet, 'name' | 'title' | 'seen'>,
  judged: readonly JudgedSentence[],
  neutrals: ReadonlySet<JudgedSentence>,
): MeasuredSet {
  const right = judged.filter(isRight).length
  const decided = judged.filter((sentence) => !neutrals.has(sentence))
  const rightDecided = decided.filter(isRight).length
  const { low, high } = wilsonInterval(right, judged.length)
  const auc = rocAuc(
    judged.map(({ isPositive }) => Number(isPositive)),
    judged.map(({ share }) => share),
  )
  return {
    ...about,
    sentences: judged.length,
    accuracy: rounded(right / judged.length),
    accuracy_interval: [rounded(low), rounded(high)],
    roc_auc: rounded(auc!),
    neutral_share: rounded(1 - decided.length / judged.length),
    accuracy_when_decided: rounded(rightDecided / decided.length),
    accuracy_neutral_wrong: rounded(rightDecided / judged.length),
  }
}

export function rounded(value: number): number {
  return Math.round(10_000 * value) / 10_000
}
