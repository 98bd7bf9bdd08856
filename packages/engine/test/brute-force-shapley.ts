import type { FeatureMatrix } from '../src/features/feature-matrix.ts'
import { goesLeft } from '../src/trees/node-decision.ts'
import type { TreeEnsemble } from '../src/trees/tree-ensemble.ts'

/** Value of a coalition; bit j of the mask says whether player j is in it. */
export type Game = (mask: number) => number

function remembered(game: Game): Game {
  const known = new Map<number, number>()
  return (mask) => {
    const value = known.get(mask) ?? game(mask)
    known.set(mask, value)
    return value
  }
}

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1))

const size = (mask: number): number => (mask === 0 ? 0 : (mask & 1) + size(mask >>> 1))

/** Shapley's formula as it is written. */
export function shapleyValues(rules: Game, players: number): number[] {
  const game = remembered(rules)
  return Array.from({ length: players }, (_, j) => {
    let sum = 0
    for (let mask = 0; mask < 1 << players; mask++) {
      if ((mask >> j) & 1) continue
      const s = size(mask)
      const weight = (factorial(s) * factorial(players - s - 1)) / factorial(players)
      sum += weight * (game(mask | (1 << j)) - game(mask))
    }
    return sum
  })
}

/** The Shapley interaction index of each pair, halved, and on the diagonal what is left of the Shapley value. Row-major. */
export function shapleyInteractions(rules: Game, players: number): number[] {
  const game = remembered(rules)
  const matrix = Array<number>(players * players).fill(0)
  const values = shapleyValues(game, players)
  for (let i = 0; i < players; i++) {
    let rest = values[i]!
    for (let j = 0; j < players; j++) {
      if (j === i) continue
      const pair = (1 << i) | (1 << j)
      let sum = 0
      for (let mask = 0; mask < 1 << players; mask++) {
        if (mask & pair) continue
        const s = size(mask)
        const weight = (factorial(s) * factorial(players - s - 2)) / factorial(players - 1)
        sum += (weight / 2) * (game(mask | pair) - game(mask | (1 << i)) - game(mask | (1 << j)) + game(mask))
      }
      matrix[i * players + j] = sum
      rest -= sum
    }
    matrix[i * players + i] = rest
  }
  return matrix
}

/** A coalition's value: absent features go both ways, by cover. */
export function pathDependentGame(ensemble: TreeEnsemble, output: number, row: ArrayLike<number>): Game {
  const below = (node: number, mask: number): number => {
    const feature = ensemble.feature[node]!
    if (feature < 0) return ensemble.value[node]!
    const left = ensemble.left[node]!
    const right = ensemble.right[node]!
    if ((mask >> feature) & 1) return below(goesLeft(ensemble, node, row[feature]!) ? left : right, mask)
    const share = ensemble.cover[left]! / ensemble.cover[node]!
    return share * below(left, mask) + (1 - share) * below(right, mask)
  }
  return (mask) =>
    [...ensemble.treeOutput].reduce(
      (sum, of, tree) => (of === output ? sum + below(ensemble.treeStart[tree]!, mask) : sum),
      ensemble.baseScore[output]!,
    )
}

/** A coalition's value: the mean prediction where absent features are those of each row of the background. */
export function interventionalGame(
  predict: (matrix: FeatureMatrix) => ArrayLike<number>,
  background: FeatureMatrix,
  row: ArrayLike<number>,
): Game {
  return (mask) => {
    const columns = background.columns.map((column, j) => ((mask >> j) & 1 ? column.map(() => row[j]!) : column))
    const scores = Array.from(predict({ ...background, columns }))
    return scores.reduce((sum, score) => sum + score / background.rows, 0)
  }
}
