import { binFeatures, LEAF_WISE_DEFAULTS, numericMatrix, seededGenerator, trainBoosting } from '@zerosec/engine'
import { expect, it } from 'vitest'
import { binFeaturesInThreads, trainBoostingInThreads } from './boosting-in-threads.ts'
import { openThreadPool } from './thread-pool.ts'

function table(rows: number) {
  const generator = seededGenerator(5)
  const columns = Array.from({ length: 5 }, () => Float64Array.from({ length: rows }, () => generator.uniform()))
  const target = Float64Array.from(
    { length: rows },
    (_, i) => 10 * columns[0]![i]! * columns[1]![i]! + generator.normal(),
  )
  return { matrix: numericMatrix(columns), target }
}

it('trains a large table to the same bytes on any number of threads', async () => {
  const { matrix, target } = table(60_000)
  const options = { ...LEAF_WISE_DEFAULTS, rounds: 6, rowFraction: 0.8 }
  const whole = trainBoosting(binFeatures(matrix), { target }, options)
  const results = []
  for (const threads of [1, 2, 3]) {
    const pool = openThreadPool({ threads })
    const binned = await binFeaturesInThreads(pool, matrix)
    expect(binned).toEqual(binFeatures(matrix))
    results.push(await trainBoostingInThreads(pool, binned, target, options))
    await pool.close()
  }
  expect(results[1]).toEqual(results[0])
  expect(results[2]).toEqual(results[0])
  expect(results[0]!.feature).toEqual(whole.feature)
})

it('leaves small tables to one thread', async () => {
  const { matrix, target } = table(300)
  const pool = openThreadPool({ threads: 2 })
  const binned = await binFeaturesInThreads(pool, matrix)
  const options = { ...LEAF_WISE_DEFAULTS, rounds: 3 }
  expect(await trainBoostingInThreads(pool, binned, target, options)).toEqual(
    trainBoosting(binned, { target }, options),
  )
  await pool.close()
})
