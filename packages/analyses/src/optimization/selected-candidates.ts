import { type DesignProblem, isChosen, type RunOrigin } from '@zerosec/engine'

/** Which candidate, or row of covariates, each run is, replicates included; −1 for a centre point. */
export function selectedCandidates(
  problem: DesignProblem,
  searched: Float64Array,
  origins: readonly RunOrigin[],
): Int32Array {
  const chosen = candidateOfRuns(problem, searched)
  return Int32Array.from(origins, (origin, i) => {
    if (origin.kind === 'center') return -1
    return chosen[origin.kind === 'new' ? i : origin.run]!
  })
}

/** Equal candidates are taken in their order. */
function candidateOfRuns({ factors, candidates, covariateRows }: DesignProblem, runs: Float64Array): Int32Array {
  const k = factors.length
  const compared = factors.flatMap((factor, j) =>
    (candidates ? isChosen(factor) : factor.kind === 'covariate') ? [j] : [],
  )
  const found = new Int32Array(runs.length / k).fill(-1)
  const rows = candidates?.runs ?? covariateRows ?? new Float64Array(0)
  for (let row = 0; row < rows.length / k; row++) {
    for (let run = 0; run < found.length; run++) {
      if (found[run]! >= 0 || compared.some((j) => rows[row * k + j] !== runs[run * k + j])) continue
      found[run] = row
      if (!candidates?.repeats) break
    }
  }
  return found
}
