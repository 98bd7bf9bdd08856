import { expect, it } from 'vitest'
import { randomEnsemble } from '../../../test/random-ensemble.ts'
import { seededGenerator } from '../../random/generator.ts'
import { imageFor } from './kept-images.ts'

it('is made once rows enough have been asked for, in one call or in several, and then kept', () => {
  const drawn = (leaves: number) => randomEnsemble(seededGenerator(1), Array(8).fill(0), { trees: 20, leaves })
  const boosted = drawn(31)
  expect(imageFor(boosted, 1)).toBeUndefined()
  expect(imageFor(boosted, 60)).toBeUndefined()
  const image = imageFor(boosted, 60)
  expect(image?.kind).toBe('masks')
  expect(imageFor(boosted, 60)).toBe(image)
  expect(imageFor(drawn(31), 120)?.kind).toBe('masks')
  // larger trees sooner, in rows a node
  expect(imageFor(drawn(2000), 2400)?.kind).toBe('descent')
  expect(imageFor(boosted, 1)).toBeUndefined()
})

it('is not made where there are no rows or no trees', () => {
  const ensemble = randomEnsemble(seededGenerator(1), [0], { trees: 3 })
  expect(imageFor(ensemble, 0)).toBeUndefined()
  const none = { ...ensemble, treeStart: new Int32Array(1), treeOutput: new Int32Array(0) }
  expect(imageFor(none, 1000)?.trees ?? 0).toBe(0)
})
