import type { Objective } from '@zerosec/contract'

/** How far a value is from what is wanted, in the response's own unit: smaller is better, and for every goal the same way round. */
export function lossOf(objective: Objective, value: number): number {
  switch (objective.goal) {
    case 'maximise':
      return -value
    case 'minimise':
      return value
    case 'target':
      return Math.abs(value - objective.target!)
    case 'range':
      return Math.max(0, objective.low! - value, value - objective.high!)
  }
}

/** Of two values the better one; the first of equals. Null where neither is there. */
export function betterOf(objective: Objective, a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b
  return lossOf(objective, b) < lossOf(objective, a) ? b : a
}

/** Of two values the worse one. Null where neither is there. */
export function worseOf(objective: Objective, a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b
  return lossOf(objective, b) > lossOf(objective, a) ? b : a
}
