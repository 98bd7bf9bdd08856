import { nonDominatedRanks } from '../non-dominated-sort.ts'

/**
 * Fronts of the allowed rows, and behind them the others by how much they violate: an allowed row beats one that is not, and of two that
 * are not the lesser violation beats.
 *
 * @param losses  n × objectives row-major
 * @param violations  n; 0 is allowed
 *
 * Source: Deb, Comput. Methods Appl. Mech. Eng. 186 (2000) 311–338.
 */
export function constrainedRanks(losses: Float64Array, objectives: number, violations: Float64Array): Int32Array {
  const rows = [...violations.keys()]
  const allowed = rows.filter((row) => violations[row] === 0)
  const ofAllowed = new Float64Array(allowed.length * objectives)
  for (const [i, row] of allowed.entries()) {
    ofAllowed.set(losses.subarray(row * objectives, (row + 1) * objectives), i * objectives)
  }
  const ranks = new Int32Array(violations.length)
  let next = 0
  for (const [i, rank] of nonDominatedRanks(ofAllowed, objectives).entries()) {
    ranks[allowed[i]!] = rank
    next = Math.max(next, rank + 1)
  }
  const others = rows.filter((row) => violations[row] !== 0).sort((a, b) => violations[a]! - violations[b]! || a - b)
  for (const [i, row] of others.entries()) {
    if (i > 0 && violations[row] !== violations[others[i - 1]!]) next++
    ranks[row] = next
  }
  return ranks
}
