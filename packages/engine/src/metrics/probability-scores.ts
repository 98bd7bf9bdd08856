/**
 * Scores of predicted probabilities against classes 0 … k − 1, as scikit-learn defines them.
 *
 * @throws RangeError if the lengths differ or there are no rows
 */

/** Probabilities are kept this far from 0, so that one certain mistake does not outweigh everything. */
const LEAST_PROBABILITY = 2.220446049250313e-16

/**
 * −mean ln p(true class), in nats.
 *
 * @param probabilities  n × k row-major; each row is divided by its sum
 */
export function logLoss(classes: ArrayLike<number>, probabilities: ArrayLike<number>, k: number): number {
  const n = checkProbabilities(classes, probabilities, k)
  let sum = 0
  for (let i = 0; i < n; i++) {
    let total = 0
    for (let c = 0; c < k; c++) total += probabilities[i * k + c]!
    const share = probabilities[i * k + classes[i]!]! / total
    sum -= Math.log(Math.min(1 - LEAST_PROBABILITY, Math.max(LEAST_PROBABILITY, share)))
  }
  return sum / n
}

/**
 * Mean over rows of Σ_c (p_c − [c is the class])²; with two classes half of it, the usual (p − y)².
 *
 * @param probabilities  n × k row-major
 */
export function brierScore(classes: ArrayLike<number>, probabilities: ArrayLike<number>, k: number): number {
  const n = checkProbabilities(classes, probabilities, k)
  let sum = 0
  for (let i = 0; i < n; i++) {
    for (let c = 0; c < k; c++) sum += (probabilities[i * k + c]! - (classes[i] === c ? 1 : 0)) ** 2
  }
  return sum / (k === 2 ? 2 * n : n)
}

/**
 * Area under the receiver operating characteristic: the chance that a row of class 1 scores above one of class 0, ties counting half.
 * Null where only one class is there. Cost: a sort.
 *
 * @param classes  n of 0 and 1
 * @param scores   n: larger means class 1
 */
export function rocAuc(classes: ArrayLike<number>, scores: ArrayLike<number>): number | null {
  const n = checkScores(classes, scores)
  const order = descending(scores)
  let positives = 0
  let doubled = 0
  for (let start = 0; start < n; ) {
    let end = start
    let tiedPositives = 0
    while (end < n && scores[order[end]!] === scores[order[start]!]) tiedPositives += classes[order[end++]!]!
    // negatives of the tie come below the positives before it, and beside those in it
    doubled += (end - start - tiedPositives) * (2 * positives + tiedPositives)
    positives += tiedPositives
    start = end
  }
  const pairs = positives * (n - positives)
  return pairs > 0 ? doubled / (2 * pairs) : null
}

/**
 * Average precision: Σ (recallₜ − recallₜ₋₁) · precisionₜ over the thresholds t from the highest score down, rows of equal score
 * together. Null without a row of class 1. Cost: a sort.
 */
export function averagePrecision(classes: ArrayLike<number>, scores: ArrayLike<number>): number | null {
  const n = checkScores(classes, scores)
  const order = descending(scores)
  let positives = 0
  let sum = 0
  for (let start = 0; start < n; ) {
    let end = start
    let tiedPositives = 0
    while (end < n && scores[order[end]!] === scores[order[start]!]) tiedPositives += classes[order[end++]!]!
    positives += tiedPositives
    sum += (tiedPositives * positives) / end
    start = end
  }
  return positives > 0 ? sum / positives : null
}

function descending(scores: ArrayLike<number>): Int32Array {
  return Int32Array.from({ length: scores.length }, (_, i) => i).sort((a, b) => scores[b]! - scores[a]! || a - b)
}

function checkProbabilities(classes: ArrayLike<number>, probabilities: ArrayLike<number>, k: number): number {
  const n = classes.length
  if (n === 0 || k < 2 || probabilities.length !== n * k) {
    throw new RangeError(`expected ${n} × ${k} probabilities of two classes at least, got ${probabilities.length}`)
  }
  return n
}

function checkScores(classes: ArrayLike<number>, scores: ArrayLike<number>): number {
  const n = classes.length
  if (n === 0 || scores.length !== n) throw new RangeError(`expected ${n} scores, got ${scores.length}`)
  for (let i = 0; i < n; i++) {
    if ((classes[i] !== 0 && classes[i] !== 1) || Number.isNaN(scores[i]!)) {
      throw new RangeError(`row ${i}: class ${classes[i]} with score ${scores[i]}`)
    }
  }
  return n
}
