import type { Generator } from '../random/generator.ts'
import type { SearchProblem } from './search-problem.ts'

/** n random runs that the region allows, with the given levels in place. */
export function randomRuns(compiled: SearchProblem, generator: Generator): Float64Array {
  const runs = Float64Array.from(compiled.given)
  for (let i = 0; i < compiled.n; i++) randomRun(compiled, generator, runs, i * compiled.k)
  return runs
}

/** Writes a random run to `runs[at …]`; given levels stay. Good designs lie on the edge, and so do most of these runs. */
export function randomRun(compiled: SearchProblem, generator: Generator, runs: Float64Array, at: number): void {
  const { region, corners, k, isGiven, levels, model } = compiled
  if (region.isProduct) {
    for (let j = 0; j < k; j++) {
      if (isGiven[j]) continue
      const own = levels[j]
      runs[at + j] = own ? own[generator.integer(own.length)]! : randomLevel(model.axes[j]!.powers, generator)
    }
    return
  }
  const count = corners.length / k
  if (count === 0 || generator.integer(4) === 0) {
    region.sample(generator, runs, at)
    return
  }
  const corner = generator.integer(count) * k
  for (let j = 0; j < k; j++) if (!isGiven[j]) runs[at + j] = corners[corner + j]!
}

/** Of an interval: its ends, its middle too where the model is curved, anything where it is more than quadratic. */
function randomLevel(powers: Uint32Array | null, generator: Generator): number {
  const degree = powers ? Math.max(1, ...powers) : 3
  if (degree === 1) return generator.integer(2) * 2 - 1
  if (degree === 2) return generator.integer(3) - 1
  return 2 * generator.uniform() - 1
}
