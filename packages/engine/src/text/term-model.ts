import { placeShares } from '../study/classes/refitted-class-session.ts'
import type { InnerFold } from '../validation/nested-folds.ts'
import { deniedPlaces, plainCoefficients, withDenied, withNegatedForms } from './denied-words.ts'
import { logCountRatios } from './log-count-ratios.ts'
import type { SparseLogistic } from './logistic-problem.ts'
import { fitSparseLogistic } from './sparse-logistic.ts'
import { multiply, type SparseMatrix, scaleColumns } from './sparse-matrix.ts'
import type { TermCounts } from './term-counts.ts'
import { type FittedTfidf, fitTfidf, tfidfRows, type VocabularyOptions } from './tfidf.ts'
import { thinned } from './thin-texts.ts'

export interface TermSetting {
  /** What a text's loss weighs against the penalty. */
  readonly cost: number
  /** Whether terms are weighted by how much more often they stand in one of two classes (`logCountRatios`). */
  readonly usesRatios: boolean
}

export interface TermTarget {
  /** A class for each training text. */
  readonly target: Int32Array
  readonly classes: number
  readonly weights?: Float64Array
  readonly vocabulary: VocabularyOptions
}

export interface TunedTerms {
  readonly setting: TermSetting
  readonly loss: number
  /** outputs × training texts. */
  readonly outOfFold: Float64Array
}

/** Two to each power of ten: between them the loss hardly changes. */
const COSTS: readonly number[] = [0.1, 0.3, 1, 3, 10, 30, 100]
/** Ratios make columns several times as large. */
const RATIO_COSTS: readonly number[] = [0.03, 0.1, 0.3, 1, 3]
/** Of a trial; the loss changes in its fourth figure. */
const TUNING_TOLERANCE = 1e-2
const FINAL_TOLERANCE = 1e-6
/** Of a fold's scores, which only have to be those of such a model. */
const FOLD_TOLERANCE = 1e-3
/** Texts that a fold's trials learn from and judge by. */
const MOST_TUNED = 4000
const MOST_VALIDATED = 1000
/** Texts that any one fit learns from: with more a run takes hours, and gains little. */
export const MOST_LEARNT = 20_000

/**
 * Chooses the setting with the least log loss on texts that its models did not see. Along the costs the loss falls first and rises
 * then; each cost begins at the solution of the one before. Of many texts some thousands tell which setting is best; with it all get their
 * scores.
 */
export function tuneTerms(
  counts: TermCounts,
  learnt: TermTarget,
  training: Int32Array,
  inner: readonly InnerFold[],
): TunedTerms {
  const small = inner.map((fold) => ({
    training: thinned(fold.training, MOST_TUNED),
    validation: thinned(fold.validation, MOST_VALIDATED),
  }))
  const tuned = tuneInFolds(counts, learnt, training, small)
  const isThinned = small.some(
    (fold, f) => fold.training !== inner[f]!.training || fold.validation !== inner[f]!.validation,
  )
  return isThinned ? { ...tuned, outOfFold: outOfFoldScores(counts, learnt, training, inner, tuned.setting) } : tuned
}

function tuneInFolds(
  counts: TermCounts,
  learnt: TermTarget,
  training: Int32Array,
  inner: readonly InnerFold[],
): TunedTerms {
  const folds = inner.map((fold) => foldOf(counts, learnt, training, fold))
  const plain = alongCosts(folds, learnt, COSTS, false)
  if (learnt.classes > 2 || counts.rules.kind !== 'words') return plain
  const weighted = folds.map((fold) => {
    const ratios = logCountRatios(fold.plain, fold.target)
    return { ...fold, matrix: scaleColumns(fold.matrix, ratios), held: scaleColumns(fold.held, ratios) }
  })
  const other = alongCosts(weighted, learnt, RATIO_COSTS, true)
  return other.loss < plain.loss ? other : plain
}

/** Fits a setting on the training texts, some of them if they are many. The coefficients are those of the plain rows, ratios multiplied in. */
export function fitTerms(
  counts: TermCounts,
  learnt: TermTarget,
  training: Int32Array,
  setting: TermSetting,
): { readonly fitted: FittedTfidf; readonly model: SparseLogistic } {
  return fitPlaces(counts, learnt, training, Int32Array.from(training.keys()), setting, FINAL_TOLERANCE)
}

/** @param places  of the texts to learn from, among the training texts */
function fitPlaces(
  counts: TermCounts,
  { target: all, classes, weights: allWeights, vocabulary }: TermTarget,
  training: Int32Array,
  places: Int32Array,
  { cost, usesRatios }: TermSetting,
  tolerance: number,
): { readonly fitted: FittedTfidf; readonly model: SparseLogistic } {
  const own = thinned(places, MOST_LEARNT)
  const texts = own.map((place) => training[place]!)
  const target = own.map((place) => all[place]!)
  const weights = allWeights && Float64Array.from(own, (place) => allWeights[place]!)
  const fitted = vocabularyOf(counts, texts, vocabulary)
  const plain = tfidfRows(fitted, counts, texts)
  const ratios = usesRatios ? logCountRatios(plain, target) : null
  const denied = deniedOf(fitted)
  const whole = withDenied(plain, denied)
  const matrix = ratios ? scaleColumns(whole, ratios) : whole
  const model = fitSparseLogistic({ matrix, target, classes, cost, ...(weights ? { weights } : {}) }, { tolerance })
  const coefficients = ratios ? model.coefficients.map((value, j) => value * ratios[j]!) : model.coefficients
  return { fitted, model: { ...model, coefficients: plainCoefficients(coefficients, denied) } }
}

function vocabularyOf(counts: TermCounts, texts: Int32Array, options: VocabularyOptions): FittedTfidf {
  const fitted = fitTfidf(counts, texts, options)
  return counts.rules.kind === 'words' ? withNegatedForms(fitted, counts, texts) : fitted
}

/** Pieces of words deny nothing: on reviews they told classes better by what was learnt of them alone. */
function deniedOf({ tfidf: { rules, terms } }: FittedTfidf): Int32Array {
  return rules.kind === 'words' ? deniedPlaces(terms) : new Int32Array(terms.length).fill(-1)
}

/** outputs × training texts: each scored by a model of the other inner folds. */
function outOfFoldScores(
  counts: TermCounts,
  learnt: TermTarget,
  training: Int32Array,
  inner: readonly InnerFold[],
  setting: TermSetting,
): Float64Array {
  const n = training.length
  const all = new Float64Array((learnt.classes === 2 ? 1 : learnt.classes) * n).fill(Number.NaN)
  for (const { training: places, validation } of inner) {
    const { fitted, model } = fitPlaces(counts, learnt, training, places, setting, FOLD_TOLERANCE)
    const held = tfidfRows(
      fitted,
      counts,
      validation.map((place) => training[place]!),
    )
    placeShares(termScores(model, held), validation, all)
  }
  return all
}

/** outputs × rows. */
export function termScores({ outputs, coefficients, intercepts }: SparseLogistic, matrix: SparseMatrix): Float64Array {
  const { rows, width } = matrix
  const scores = new Float64Array(outputs * rows)
  for (let k = 0; k < outputs; k++) {
    const own = scores.subarray(k * rows, (k + 1) * rows)
    multiply(matrix, coefficients.subarray(k * width, (k + 1) * width), own)
    for (let i = 0; i < rows; i++) own[i]! += intercepts[k]!
  }
  return scores
}

interface Fold {
  /** Rows of the training texts, as they are and as is learnt from them. */
  readonly plain: SparseMatrix
  readonly matrix: SparseMatrix
  readonly target: Int32Array
  readonly weights?: Float64Array
  readonly held: SparseMatrix
  /** Places among the training texts. */
  readonly validation: Int32Array
}

function foldOf(counts: TermCounts, learnt: TermTarget, texts: Int32Array, { training, validation }: InnerFold): Fold {
  const { target, weights, vocabulary } = learnt
  const own = training.map((place) => texts[place]!)
  const fitted = vocabularyOf(counts, own, vocabulary)
  const denied = deniedOf(fitted)
  const plain = tfidfRows(fitted, counts, own)
  const held = validation.map((place) => texts[place]!)
  return {
    plain,
    matrix: withDenied(plain, denied),
    target: training.map((place) => target[place]!),
    ...(weights ? { weights: Float64Array.from(training, (place) => weights[place]!) } : {}),
    held: withDenied(tfidfRows(fitted, counts, held), denied),
    validation,
  }
}

/** Goes from the middle of the costs to the side where the loss falls, until it rises. */
function alongCosts(
  folds: readonly Fold[],
  learnt: TermTarget,
  costs: readonly number[],
  usesRatios: boolean,
): TunedTerms {
  const tryCost = (at: number, starts: Starts) => trial(folds, learnt, { cost: costs[at]!, usesRatios }, starts)
  const middle = costs.length >> 1
  const first = tryCost(middle, [])
  const walk = (from: Trial, direction: 1 | -1): Trial => {
    let best = from
    for (let at = middle + direction; at >= 0 && at < costs.length; at += direction) {
      const next = tryCost(at, best.models)
      if (next.loss >= best.loss) break
      best = next
    }
    return best
  }
  const higher = walk(first, 1)
  return higher === first ? walk(first, -1) : higher
}

type Starts = readonly SparseLogistic[]

interface Trial extends TunedTerms {
  /** One a fold. */
  readonly models: Starts
}

function trial(folds: readonly Fold[], learnt: TermTarget, setting: TermSetting, starts: Starts): Trial {
  const { classes } = learnt
  const outputs = classes === 2 ? 1 : classes
  const n = learnt.target.length
  const outOfFold = new Float64Array(outputs * n).fill(Number.NaN)
  const models = folds.map(({ matrix, target, weights, held, validation }, f) => {
    const start = starts[f]
    const model = fitSparseLogistic(
      { matrix, target, classes, cost: setting.cost, ...(weights ? { weights } : {}) },
      { tolerance: TUNING_TOLERANCE, ...(start ? { start } : {}) },
    )
    placeShares(termScores(model, held), validation, outOfFold)
    return model
  })
  return { setting, loss: meanLoss(outOfFold, learnt), outOfFold, models }
}

/** Of the texts that were scored. */
function meanLoss(scores: Float64Array, { target, classes, weights }: TermTarget): number {
  const n = target.length
  let sum = 0
  let total = 0
  for (let i = 0; i < n; i++) {
    if (Number.isNaN(scores[i]!)) continue
    const weight = weights?.[i] ?? 1
    const rowScores = classes === 2 ? [0, scores[i]!] : Array.from({ length: classes }, (_, k) => scores[k * n + i]!)
    const largest = Math.max(...rowScores)
    const whole = rowScores.reduce((all, score) => all + Math.exp(score - largest), 0)
    sum += weight * (Math.log(whole) + largest - rowScores[target[i]!]!)
    total += weight
  }
  return sum / total
}
