import { type DesignProblem, isChosen, type RunOrigin } from '@zerosec/engine'

/** Which candidate each run is, replicates included; −1 for a centre point. */
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
function candidateOfRuns({ factors, candidates }: DesignProblem, runs: Float64Array): Int32Array {
  const k = factors.length
  const compared = factors.flatMap((factor, j) => (isChosen(factor) ? [j] : []))
  const found = new Int32Array(runs.length / k).fill(-1)
  if (!candidates) return found
  const { runs: rows, repeats } = candidates
  for (let row = 0; row < rows.length / k; row++) {
    for (let run = 0; run < found.length; run++) {
      if (found[run]! >= 0 || compared.some((j) => rows[row * k + j] !== runs[run * k + j])) continue
      found[run] = row
      if (!repeats) break
    }
  }
  return found
}
