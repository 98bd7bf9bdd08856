import { binFeatures, numericMatrix, RANDOM_FOREST_DEFAULTS, seededGenerator, trainForest } from '@zerosec/engine'
import { expect, it } from 'vitest'
import { trainForestInThreads } from './forest-in-threads.ts'
import { openThreadPool } from './thread-pool.ts'

it('gives the bytes of one call for any number of threads and trees', async () => {
  const generator = seededGenerator(2)
  const columns = Array.from({ length: 3 }, () => Float64Array.from({ length: 150 }, () => generator.normal()))
  const binned = binFeatures(numericMatrix(columns))
  const target = columns[0]!.map((value, i) => value * columns[1]![i]!)
  for (const trees of [1, 7, 40]) {
    const options = { ...RANDOM_FOREST_DEFAULTS, trees, seed: 5 }
    const whole = trainForest(binned, { target }, options)
    for (const threads of [1, 2, 3]) {
      const pool = openThreadPool({ threads })
      const forest = await trainForestInThreads(pool, binned, { target }, options)
      await pool.close()
      expect(forest).toEqual(whole)
      expect(forest.ensemble.treeOutput).toHaveLength(trees)
    }
  }
})
