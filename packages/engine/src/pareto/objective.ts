/** What is wanted of a quantity, in its own unit. */
export type Objective =
  | { readonly goal: 'maximise' }
  | { readonly goal: 'minimise' }
  /** As near to `target` as can be; nearer than `tolerance` is as good as on it. */
  | { readonly goal: 'target'; readonly target: number; readonly tolerance: number }
  /** Anywhere from `low` to `high`, either of which may be infinite; outside, as near as can be. */
  | { readonly goal: 'range'; readonly low: number; readonly high: number }

/** What a value loses by an objective: less is better. Of a target and a range the distance to what is wanted, 0 within it. */
export function lossOf(objective: Objective, value: number): number {
  switch (objective.goal) {
    case 'maximise':
      return -value
    case 'minimise':
      return value
    case 'target':
      return Math.max(0, Math.abs(value - objective.target) - objective.tolerance)
    case 'range':
      return Math.max(0, objective.low - value, value - objective.high)
  }
}

/**
 * @param columns  one an objective, of n values
 * @returns n × objectives row-major
 */
export function lossesOf(objectives: readonly Objective[], columns: readonly Float64Array[]): Float64Array {
  const m = objectives.length
  const n = columns[0]?.length ?? 0
  const losses = new Float64Array(n * m)
  for (const [k, objective] of objectives.entries()) {
    for (let i = 0; i < n; i++) losses[i * m + k] = lossOf(objective, columns[k]![i]!)
  }
  return losses
}
