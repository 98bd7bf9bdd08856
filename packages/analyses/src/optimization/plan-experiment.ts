import { type DesignProblem, designRegion, evaluateDesign, isChosen, termPower } from '@zerosec/engine'
import type { DesignQuality, PlannedDesign } from './planned-design.ts'
import type { DesignRequest } from './request.ts'
import { findDesign } from './search.ts'

/** Of a test, as everywhere. */
const ALPHA = 0.05

/** From what is asked for to the runs that are printed, and what they are worth. */
export async function planExperiment(
  asked: DesignRequest,
  seed: number,
  progress: (fraction: number, message: string) => void,
): Promise<{ design: PlannedDesign; quality: DesignQuality }> {
  const request = asked.starts > 0 ? asked : { ...asked, starts: 20 }
  const { problem } = request
  const region = designRegion(problem.factors, problem.constraints)
  const { search, wasStopped } = await findDesign(request, seed, null, (fraction, message) =>
    progress(0.05 + 0.75 * fraction, message),
  )
  const { runs } = search.design
  const design: PlannedDesign = {
    request,
    region,
    seed,
    search,
    wasStopped,
    problem,
    runs,
    roles: Array.from({ length: runs.length / problem.factors.length }, () => 'new' as const),
    order: Uint32Array.from({ length: runs.length / problem.factors.length }, (_, i) => i),
    candidates: request.mode === 'select' ? candidateOfRuns(problem, runs) : null,
    unroundedEfficiency: evaluateDesign(problem, region, runs).dEfficiency,
  }
  progress(0.85, 'Evaluating the design')
  return { design, quality: assess(design) }
}

function assess({ request, problem, region, runs }: PlannedDesign): DesignQuality {
  const evaluation = evaluateDesign(problem, region, runs)
  return {
    evaluation,
    dBound: null,
    power: termPower(problem, evaluation, { sigma: request.sigma, effect: request.effect, alpha: ALPHA }),
    fractionOfDesignSpace: null,
    varianceProfile: null,
    correlations: null,
    aliases: [],
    growth: [],
    plane: null,
  }
}

/** Which candidate each run is; −1 for a run that is none. Equal candidates are taken in their order. */
export function candidateOfRuns({ factors, candidates }: DesignProblem, runs: Float64Array): Int32Array {
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
