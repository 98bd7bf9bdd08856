import { shortNumber } from '../plot-parts.ts'
import { counted, modelInWords, percentText } from './model-words.ts'
import { type DesignQuality, gapOf, isProven, type NewRunRole, type PlannedDesign } from './planned-design.ts'

/** What the runs give, how good they are, and how much better any others could be. */
export function headline(design: PlannedDesign, quality: DesignQuality): string {
  return `${whatTheyGive(design, quality)}; ${howGood(design, quality)}.`
}

function whatTheyGive(design: PlannedDesign, { evaluation }: DesignQuality): string {
  const { request } = design
  const { coefficients, rank } = evaluation
  const model = modelInWords(request)
  if (rank < coefficients) {
    return `${whichRuns(design)} estimate ${rank} of the ${coefficients} coefficients of the ${model} at once`
  }
  const all = coefficients === 1 ? 'the one coefficient' : `all ${coefficients} coefficients`
  return `${whichRuns(design)} estimate ${all} of the ${model}`
}

function whichRuns({ request, roles }: PlannedDesign): string {
  const existing = (request.problem.existing?.length ?? 0) / request.problem.factors.length
  const count = (role: NewRunRole) => roles.filter((other) => other === role).length
  const runs =
    request.mode === 'select'
      ? `${counted(count('new'), 'run')} chosen from ${request.candidateRows?.length ?? 0} candidates`
      : counted(count('new'), existing > 0 ? 'new run' : 'run') +
        (request.classical ? ` (${request.classical.title})` : '')
  const parts = [
    runs,
    ...(count('replicate') > 0 ? [counted(count('replicate'), 'repeat')] : []),
    ...(count('center') > 0 ? [counted(count('center'), 'centre point')] : []),
    ...(existing > 0 ? [`${existing} existing ${existing === 1 ? 'one' : 'ones'}`] : []),
  ]
  return parts.length === 1 ? parts[0]! : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}

function howGood(design: PlannedDesign, quality: DesignQuality): string {
  const { evaluation } = quality
  if (evaluation.rank < evaluation.coefficients) return 'the others follow from a prior that keeps them small'
  const { kind } = design.problem.criterion
  const efficiency = `D-efficiency ${percentText(evaluation.dEfficiency)}`
  const goal = {
    A: `A-efficiency ${percentText(evaluation.aEfficiency)}`,
    I: `average prediction variance ${shortNumber(evaluation.averageVariance ?? 0)} σ²`,
    G: `largest prediction variance ${shortNumber(evaluation.largestVariance?.value ?? 0)} σ²`,
    E: `smallest eigenvalue ${shortNumber(evaluation.smallestEigenvalue)}`,
  }
  if (kind !== 'A' && kind !== 'I' && kind !== 'G' && kind !== 'E') return joined(efficiency, gapWords(design, quality))
  return `${joined(goal[kind], ownGapWords(design, quality))}; ${efficiency}`
}

function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(', ')
}

function ownGapWords(design: PlannedDesign, { evaluation, ownGap }: DesignQuality): string {
  const { origin } = design.search.design
  if (isProven(design, evaluation) && origin.kind === 'catalogue') return `proven the best (${origin.name})`
  return ownGap === null ? '' : `at most ${percentText(ownGap)} from the best possible`
}

/** How the design stands against the best possible; empty where nothing is known. */
export function gapWords(design: PlannedDesign, quality: DesignQuality): string {
  const { search, roles, problem } = design
  const { origin } = search.design
  if (isProven(design, quality.evaluation) && origin.kind === 'catalogue') return `proven the best (${origin.name})`
  const gap = gapOf(quality)
  if (gap === null) return ''
  const before = (problem.existing?.length ?? 0) / problem.factors.length
  const any = before > 0 ? `any ${counted(roles.length, 'run')} added` : `any ${roles.length}-run design`
  return gap < 1e-9 ? `the most that ${any} can reach` : `at most ${percentText(gap)} below what ${any} can reach`
}
