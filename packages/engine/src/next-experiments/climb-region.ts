import { codedLevels } from '../design/coded-range.ts'
import { isChosen } from '../design/factor.ts'
import type { Region } from '../design/region.ts'
import type { FeatureMatrix } from '../features/feature-matrix.ts'
import type { HeldSettings, RunValue } from './candidate-source.ts'

/** Steps as a part of the interval that the region leaves: the first, and the one at which a climb ends. */
const FIRST_STEP = 0.2
const LAST_STEP = 1e-4
const MOST_ROUNDS = 60

interface Climber {
  readonly region: Region
  run: Float64Array
  value: number
  step: number
}

/**
 * Follows runs uphill: each round tries steps along every direction of the region and every neighbouring level, takes the best, and
 * halves its steps where none is better. All runs of a round are valued at once.
 *
 * @param held  settings that stay
 * @returns one run a start, in their order
 */
export function climb(
  regions: readonly Region[],
  starts: readonly Float64Array[],
  value: RunValue,
  levels: Int32Array,
  held: HeldSettings | null,
): readonly Float64Array[] {
  const values = value(matrixOf(starts, levels))
  const climbers = starts.flatMap((run, i): Climber[] => {
    const region = regions.find((each) => each.contains(run, 0))
    return region ? [{ region, run, value: values[i]!, step: FIRST_STEP }] : []
  })
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const trials = climbers.flatMap((climber) =>
      climber.step < LAST_STEP ? [] : stepsFrom(climber, held).map((run) => ({ climber, run })),
    )
    if (trials.length === 0) break
    const found = value(
      matrixOf(
        trials.map(({ run }) => run),
        levels,
      ),
    )
    const improved = new Set<Climber>()
    trials.forEach(({ climber, run }, i) => {
      if (!(found[i]! > climber.value)) return
      climber.run = run
      climber.value = found[i]!
      improved.add(climber)
    })
    for (const climber of climbers) if (!improved.has(climber)) climber.step /= 2.5
  }
  return climbers.map(({ run }) => run)
}

function stepsFrom({ region, run, step }: Climber, held: HeldSettings | null): Float64Array[] {
  const tried: Float64Array[] = []
  const span = new Float64Array(2)
  for (const direction of region.directions) {
    if (direction.factors.some((factor) => held?.has(factor))) continue
    if (!region.directionSpan(run, 0, direction, span)) continue
    for (const sign of [-1, 1]) {
      const distance = Math.min(span[1]!, Math.max(span[0]!, sign * step * 2))
      if (distance === 0) continue
      const moved = run.slice()
      direction.factors.forEach((factor, i) => {
        moved[factor]! += distance * direction.steps[i]!
      })
      tried.push(moved)
    }
  }
  region.factors.forEach((factor, j) => {
    const settings = isChosen(factor) && !held?.has(j) ? codedLevels(factor) : null
    if (!settings) return
    const isOrdered = factor.kind === 'discrete'
    const at = settings.findIndex((setting) => Math.abs(setting - run[j]!) < 1e-9)
    settings.forEach((setting, i) => {
      if (i === at || (isOrdered && Math.abs(i - at) > Math.max(1, step * settings.length))) return
      tried.push(run.with(j, setting))
    })
  })
  return region.isProduct ? tried : tried.filter((moved) => region.contains(moved, 0))
}

function matrixOf(runs: readonly Float64Array[], levels: Int32Array): FeatureMatrix {
  const columns = Array.from(levels, (_, j) => Float64Array.from(runs, (run) => run[j]!))
  return { rows: runs.length, columns, levels }
}
