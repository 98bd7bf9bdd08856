import { type FeatureMatrix, takeRows } from '../features/feature-matrix.ts'
import { type CandidateSource, type FoundRun, type HeldSettings, isHeld, type RunValue } from './candidate-source.ts'

/** After a first look at all, further runs of a batch are looked for among so many of the best only. */
const MOST_LOOKED_AT = 4000

/**
 * A finite list of runs to choose from, each once.
 *
 * Up to 4,000 candidates are all valued for every run of a batch. Of a longer list all are valued for its first run; the further ones
 * are chosen among the 4,000 best by that (believed runs only lower what others promise).
 */
export function candidateList(candidates: FeatureMatrix): CandidateSource {
  const left = new Set<number>(Array.from({ length: candidates.rows }, (_, row) => row))
  let looked: number[] | null = null
  const rowsWith = (held: HeldSettings | null, among: Iterable<number>) =>
    [...among].filter((row) => left.has(row) && isHeld(candidates, row, held))
  return {
    levels: candidates.levels,
    next(value, held): FoundRun | null {
      let rows = rowsWith(held, looked ?? left)
      if (rows.length === 0) rows = rowsWith(held, left)
      if (rows.length === 0) return null
      const values = value(takeRows(candidates, rows))
      const order = byValue(values)
      if (looked === null && rows.length > MOST_LOOKED_AT) looked = order.slice(0, MOST_LOOKED_AT).map((i) => rows[i]!)
      const best = rows[order[0]!]!
      left.delete(best)
      return { run: takeRows(candidates, [best]), value: values[order[0]!]!, candidate: best }
    },
    bestHeld: (value, hard, count) => bestGroup(candidates, [...left], value, hard, count),
    sample(limit) {
      const rows = [...left]
      const step = Math.max(1, rows.length / limit)
      const count = Math.min(limit, rows.length)
      return takeRows(
        candidates,
        Array.from({ length: count }, (_, i) => rows[Math.floor(i * step)]!),
      )
    },
  }
}

/** Row numbers, the highest value first; ties in the order of the list. */
function byValue(values: Float64Array): number[] {
  return Array.from(values.keys()).sort((a, b) => values[b]! - values[a]! || a - b)
}

/** The settings of the hard-to-change factors whose `count` best candidates add up to most. */
export function bestGroup(
  candidates: FeatureMatrix,
  rows: readonly number[],
  value: RunValue,
  hard: readonly number[],
  count: number,
): HeldSettings | null {
  if (rows.length === 0) return null
  const values = value(takeRows(candidates, rows))
  const groups = new Map<string, { readonly settings: HeldSettings; readonly values: number[] }>()
  rows.forEach((row, i) => {
    const settings = hard.map((feature) => candidates.columns[feature]![row]!)
    const key = settings.join(' ')
    const group = groups.get(key) ?? {
      settings: new Map(hard.map((feature, h) => [feature, settings[h]!])),
      values: [],
    }
    group.values.push(values[i]!)
    groups.set(key, group)
  })
  const promise = (own: readonly number[]) =>
    own
      .toSorted((a, b) => b - a)
      .slice(0, count)
      .reduce((sum, each) => sum + each, 0)
  return [...groups.values()].reduce((best, group) => (promise(group.values) > promise(best.values) ? group : best))
    .settings
}
