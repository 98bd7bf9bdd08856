/** What is left for estimating the error: N − rank = lack of fit + pure error. */
export interface DegreesOfFreedom {
  readonly error: number
  /** Between the settings, beyond what the model fits. */
  readonly lackOfFit: number
  /** Between runs of the same settings. */
  readonly pureError: number
}

/** @param runs  all runs, coded, row-major; settings that agree to 1e-9 are the same. Cost: N² · factors at most */
export function degreesOfFreedom(runs: Float64Array, factorCount: number, rank: number): DegreesOfFreedom {
  const n = runs.length / factorCount
  const distinct: number[] = []
  for (let i = 0; i < n; i++) {
    if (!distinct.some((other) => isSameRun(runs, i * factorCount, other * factorCount, factorCount))) distinct.push(i)
  }
  return { error: n - rank, lackOfFit: distinct.length - rank, pureError: n - distinct.length }
}

function isSameRun(runs: Float64Array, a: number, b: number, factorCount: number): boolean {
  for (let j = 0; j < factorCount; j++) if (Math.abs(runs[a + j]! - runs[b + j]!) > 1e-9) return false
  return true
}
