/** Log of a tail probability at u, and its derivative by u. */
export interface LogTail {
  readonly logTail: number
  readonly slope: number
}

/**
 * Finds u where a lower or upper tail probability has the logarithm `target`, by Newton's method.
 *
 * It needs no bracket: the log of a tail of a log-concave density is concave, so once an iterate stands on the far side
 * of the root Newton's steps approach it without overshooting, and the first step at worst lands there. All tails that
 * are solved here are log-concave in the log-odds or the logarithm of the variate; for convex ones the same holds from the
 * near side.
 *
 * @throws RangeError if 200 steps do not settle it, which happens only for parameters that are not finite
 */
export function solveLogTail(target: number, start: number, evaluate: (u: number) => LogTail): number {
  let u = start
  let previous = Number.POSITIVE_INFINITY
  for (let step = 0; step < 200; step++) {
    const { logTail, slope } = evaluate(u)
    const move = (target - logTail) / slope
    u += move
    const size = Math.abs(move)
    if (size <= 1e-15 * Math.abs(u) || (size < 1e-9 && size >= previous)) return u
    previous = size
  }
  throw new RangeError(`no quantile found for the log probability ${target}`)
}
