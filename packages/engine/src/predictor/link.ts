import type { Link } from '../losses/loss.ts'

/**
 * Raw scores to what is predicted, in place.
 *
 * @param scores  outputs × n, output by output
 */
export function applyLink(link: Link, scores: Float64Array, rows: number): Float64Array {
  if (link === 'exp') for (let i = 0; i < scores.length; i++) scores[i] = Math.exp(scores[i]!)
  else if (link === 'logistic') for (let i = 0; i < scores.length; i++) scores[i] = 1 / (1 + Math.exp(-scores[i]!))
  else if (link === 'softmax') softmax(scores, rows)
  return scores
}

/** Shares that sum to 1 over the outputs of each row; the largest score is taken off first, so that nothing overflows. */
function softmax(scores: Float64Array, rows: number): void {
  for (let i = 0; i < rows; i++) {
    let largest = Number.NEGATIVE_INFINITY
    for (let at = i; at < scores.length; at += rows) largest = Math.max(largest, scores[at]!)
    let sum = 0
    for (let at = i; at < scores.length; at += rows) {
      scores[at] = Math.exp(scores[at]! - largest)
      sum += scores[at]!
    }
    for (let at = i; at < scores.length; at += rows) scores[at]! /= sum
  }
}
