/** Runs that agree to 1e-8 of a range are one. */
export function runKey(run: Float64Array): string {
  return Array.from(run, (value) => Math.round(value * 1e8)).join()
}
