import { expect, it } from 'vitest'
import { FoldPruner } from './fold-pruner.ts'

function judged(pruner: FoldPruner, losses: readonly number[]): number {
  pruner.begin()
  for (const [fold, loss] of losses.entries()) if (!pruner.goesOn(fold + 1, loss)) return fold + 1
  return losses.length
}

it('judges the first trials on all folds, later ones on as many as they stay among the best third', () => {
  const pruner = new FoldPruner(3)
  for (const loss of [9, 5, 7]) expect(judged(pruner, [loss, loss, loss])).toBe(3)
  expect(judged(pruner, [8.5, 1, 1])).toBe(1)
  expect(judged(pruner, [5.5, 9, 1])).toBe(2)
  expect(judged(pruner, [4, 4, 4])).toBe(3)
})

it('lets ties go on and never gives up the best so far', () => {
  const pruner = new FoldPruner(2)
  for (let k = 0; k < 10; k++) expect(judged(pruner, [1, 1])).toBe(2)
  expect(judged(pruner, [0.5, 0.5])).toBe(2)
})
