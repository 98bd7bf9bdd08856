import { normalExcess, normalWithin } from './normal-excess.ts'

/**
 * What a response shall be. Its utility is what improvement is measured in, higher is better: the response itself, its negative,
 * or minus its distance from the target. A range is no matter of more or less: a run is within it or not.
 */
export type Objective =
  | { readonly kind: 'maximise' }
  | { readonly kind: 'minimise' }
  | { readonly kind: 'target'; readonly target: number }
  /** Ends may be infinite. */
  | { readonly kind: 'range'; readonly low: number; readonly high: number }

/** Of a measured or predicted response; of a range minus the distance from it, 0 within. */
export function utilityOf(objective: Objective, response: number): number {
  switch (objective.kind) {
    case 'maximise':
      return response
    case 'minimise':
      return -response
    case 'target':
      return -Math.abs(response - objective.target)
    case 'range':
      return -Math.max(0, objective.low - response, response - objective.high)
  }
}

/** Whether a response is within the objective's range; all are where it is none. */
export function isWithin(objective: Objective, response: number): boolean {
  return objective.kind !== 'range' || (response >= objective.low && response <= objective.high)
}

/**
 * E[max(0, utility − threshold)] for a normal response, in closed form: an ordinary expected improvement of the response or its negative;
 * of a distance the part of the roof over the target that stands above the threshold, which is made of four of them.
 */
export function expectedExcess(objective: Objective, mean: number, deviation: number, threshold: number): number {
  if (objective.kind === 'maximise') return normalExcess(mean, deviation, threshold)
  if (objective.kind === 'minimise') return normalExcess(-mean, deviation, threshold)
  if (threshold >= 0) return 0
  const [low, high] =
    objective.kind === 'target' ? [objective.target, objective.target] : [objective.low, objective.high]
  const excess = (end: number) => (Number.isFinite(end) ? normalExcess(mean, deviation, end) : end > 0 ? 0 : mean - end)
  if (low === -Infinity) return -threshold - excess(high) + excess(high - threshold)
  return Math.max(0, excess(low + threshold) - excess(low) - excess(high) + excess(high - threshold))
}

/** P(the response is within the range); 1 where the objective is none. */
export function probabilityWithin(objective: Objective, mean: number, deviation: number): number {
  return objective.kind === 'range' ? normalWithin(mean, deviation, objective.low, objective.high) : 1
}

/** P(utility > threshold) for a normal response. */
export function exceedance(objective: Objective, mean: number, deviation: number, threshold: number): number {
  switch (objective.kind) {
    case 'maximise':
      return normalWithin(mean, deviation, threshold, Infinity)
    case 'minimise':
      return normalWithin(mean, deviation, -Infinity, -threshold)
    case 'target':
      return threshold >= 0
        ? 0
        : normalWithin(mean, deviation, objective.target + threshold, objective.target - threshold)
    case 'range':
      return threshold >= 0 ? 0 : normalWithin(mean, deviation, objective.low + threshold, objective.high - threshold)
  }
}
