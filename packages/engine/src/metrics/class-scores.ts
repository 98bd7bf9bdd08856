/** Counts of rows by true class (row) and predicted class (column). */
export interface ConfusionMatrix {
  readonly k: number
  /** k × k row-major. */
  readonly counts: Float64Array
  readonly rows: number
}

/** @throws RangeError without rows, if lengths differ, or for a class outside of 0 … k − 1. Cost: n. */
export function confusionMatrix(classes: ArrayLike<number>, predicted: ArrayLike<number>, k: number): ConfusionMatrix {
  const n = classes.length
  if (n === 0 || predicted.length !== n)
    throw new RangeError(`expected ${n} predicted classes, got ${predicted.length}`)
  const counts = new Float64Array(k * k)
  for (let i = 0; i < n; i++) {
    const at = classes[i]! * k + predicted[i]!
    if (!(isClass(classes[i]!, k) && isClass(predicted[i]!, k))) throw new RangeError(`row ${i}: no class of ${k}`)
    counts[at]!++
  }
  return { k, counts, rows: n }
}

/** Share of the rows whose class was predicted. */
export function accuracy({ k, counts, rows }: ConfusionMatrix): number {
  let right = 0
  for (let c = 0; c < k; c++) right += counts[c * k + c]!
  return right / rows
}

/** Mean over the classes that occur of the share of their rows that was predicted: guessing one class gives 1/k. */
export function balancedAccuracy(matrix: ConfusionMatrix): number {
  let sum = 0
  let classes = 0
  for (let c = 0; c < matrix.k; c++) {
    const rows = trueRows(matrix, c)
    if (rows === 0) continue
    sum += matrix.counts[c * matrix.k + c]! / rows
    classes++
  }
  return sum / classes
}

/** F1 = 2·tp / (2·tp + fp + fn) of one class; 0 where it neither occurs nor is predicted, as scikit-learn. */
export function f1Score(matrix: ConfusionMatrix, of: number): number {
  const hits = matrix.counts[of * matrix.k + of]!
  const both = trueRows(matrix, of) + predictedRows(matrix, of)
  return both > 0 ? (2 * hits) / both : 0
}

/** Mean of the F1 of every class. */
export function macroF1({ k, ...matrix }: ConfusionMatrix): number {
  let sum = 0
  for (let c = 0; c < k; c++) sum += f1Score({ k, ...matrix }, c)
  return sum / k
}

/**
 * Matthews' correlation of true and predicted classes, −1 … 1, for any number of classes; 0 where one of them does not vary.
 *
 * Source: Gorodkin, Comparing two K-category assignments by a K-category correlation coefficient (2004).
 */
export function matthewsCorrelation(matrix: ConfusionMatrix): number {
  const { k, rows } = matrix
  let products = 0
  let trueSquares = 0
  let predictedSquares = 0
  for (let c = 0; c < k; c++) {
    const t = trueRows(matrix, c)
    const p = predictedRows(matrix, c)
    products += t * p
    trueSquares += t * t
    predictedSquares += p * p
  }
  const right = accuracy(matrix) * rows
  const size = Math.sqrt((rows * rows - predictedSquares) * (rows * rows - trueSquares))
  return size > 0 ? (right * rows - products) / size : 0
}

function trueRows({ k, counts }: ConfusionMatrix, of: number): number {
  let rows = 0
  for (let c = 0; c < k; c++) rows += counts[of * k + c]!
  return rows
}

function predictedRows({ k, counts }: ConfusionMatrix, of: number): number {
  let rows = 0
  for (let c = 0; c < k; c++) rows += counts[c * k + of]!
  return rows
}

function isClass(value: number, k: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < k
}
