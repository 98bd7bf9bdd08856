import type { FeatureMatrix } from '@zerosec/engine'
import { setting } from '../optimization/settings.ts'
import { shortNumber } from '../plot-parts.ts'
import { objectiveWords } from './objectives.ts'
import type { Prediction, Proposal, ProposedBatch } from './propose.ts'
import type { ExperimentCampaign } from './read-campaign.ts'

/** Why a run is proposed, in a line. */
export function reasonOf(proposal: Proposal, batch: ProposedBatch, campaign: ExperimentCampaign): string {
  if (proposal.purpose === 'explore') return `Little is known here: ${nearestWords(proposal, batch.runs, campaign)}.`
  const { incumbent } = proposal.view.known
  const parts = [aimWords(proposal, batch, campaign)]
  if (incumbent && campaign.objectives.some(({ objective }) => objective.kind === 'range')) {
    parts.push(`within the ${rangeCount(campaign)} with ${percent(proposal.feasibility)}`)
  }
  if (proposal.domain.verdict === 'outside')
    parts.push(`far from what was run: ${nearestWords(proposal, batch.runs, campaign)}`)
  return `${parts.join('; ')}.`
}

function rangeCount({ objectives }: ExperimentCampaign): string {
  return objectives.filter(({ objective }) => objective.kind === 'range').length === 1 ? 'range' : 'ranges'
}

function aimWords(
  proposal: Proposal,
  { proposals }: ProposedBatch,
  { objectives, responses }: ExperimentCampaign,
): string {
  const { incumbent, improving } = proposal.view.known
  const rival = proposals.filter(({ purpose }) => purpose === 'improve')
  const isHighest = rival.length > 1 && rival.every(({ chance }) => chance <= proposal.chance)
  const chance = `${isHighest ? 'Highest chance' : 'Chance'} (${percent(proposal.chance)})`
  const predicted = objectives.map(({ name }, k) =>
    objectives.length === 1 ? spread(proposal.predictions[k]!) : `${name} ${spread(proposal.predictions[k]!)}`,
  )
  if (!incumbent) {
    const aim = improving.length > 0 ? 'to be the first within the ranges' : `to meet ${rangeWords(objectives)}`
    return `${chance} ${aim}; predicted ${predicted.join(', ')}`
  }
  if (incumbent.kind === 'front') {
    return `${chance} to be beaten by no run so far; predicted ${predicted.join(', ')}`
  }
  const k = improving[0]!
  const { objective } = objectives[k]!
  const best = bestResponse(responses[k]!, proposal.view, k, objective)
  const isMeasured = responses[k]!.some((value) => Math.abs(value - best) <= 1e-6 * Math.abs(best))
  const beaten =
    objective.kind === 'target'
      ? `come closer to ${shortNumber(objective.target)} than the ${shortNumber(best)} so far`
      : isMeasured
        ? `beat the best ${shortNumber(best)} so far`
        : `beat the ${shortNumber(best)} that is expected of the best run so far`
  return `${chance} to ${beaten}; predicted ${predicted.join(', ')}`
}

function rangeWords(objectives: ExperimentCampaign['objectives']): string {
  return objectives.map(({ name, objective }) => `${name} ${objectiveWords(objective)}`).join(' and ')
}

/** What has to be beaten, in units of the response: measured, or expected where the measurements are noisy. */
function bestResponse(
  values: Float64Array,
  { known, scales }: Proposal['view'],
  k: number,
  objective: ExperimentCampaign['objectives'][number]['objective'],
): number {
  const { incumbent } = known
  if (incumbent?.kind !== 'best') throw new RangeError('several objectives have no single best')
  const { toResponse } = scales[k]!
  if (objective.kind === 'maximise') return toResponse(incumbent.utility)
  if (objective.kind === 'minimise') return toResponse(-incumbent.utility)
  const target = objective.kind === 'target' ? objective.target : 0
  const slack = 1e-9 * Math.max(1, Math.abs(target))
  return (
    values.find((value) => Math.abs(Math.abs(value - target) + incumbent.utility) < slack) ?? target + incumbent.utility
  )
}

/** "56.1 ± 4.02"; of an interval that is not symmetric its ends. */
function spread({ median, low, high }: Prediction): string {
  const isSymmetric = Math.abs(high - median - (median - low)) <= 1e-6 * (high - low)
  if (isSymmetric) return `${shortNumber(median)} ± ${shortNumber(high - median)}`
  return `${shortNumber(median)} (${shortNumber(low)} to ${shortNumber(high)})`
}

export function percent(share: number): string {
  const hundredths = 100 * share
  if (hundredths > 0 && hundredths < 1) return '<1 %'
  if (hundredths > 99 && hundredths < 100) return '>99 %'
  return `${hundredths.toFixed(0)} %`
}

/** "the nearest run differs in base and temperature (80 in place of 60)". */
function nearestWords({ run }: Proposal, runs: FeatureMatrix, { factors, columns }: ExperimentCampaign): string {
  const distances = Array.from({ length: runs.rows }, (_, row) => {
    let sum = 0
    for (let j = 0; j < factors.length; j++) {
      const difference = runs.columns[j]![row]! - run[j]!
      sum += runs.levels[j]! > 0 ? (difference === 0 ? 0 : 1) : (difference / codedWidth(factors[j]!)) ** 2
    }
    return sum
  })
  const nearest = distances.indexOf(Math.min(...distances))
  const differing = factors.flatMap((factor, j) => {
    const there = runs.columns[j]![nearest]!
    const share = runs.levels[j]! > 0 ? Number(there !== run[j]) : Math.abs(there - run[j]!) / codedWidth(factor)
    if (share < 0.02) return []
    const [here, other] = [run[j]!, there].map((coded) => setting(factor, coded, columns[j]!.digits))
    const isShort = String(here).length + String(other).length < 24
    return [{ share, words: isShort ? `${factor.name} (${here} there ${other})` : factor.name }]
  })
  const most = differing.toSorted((a, b) => b.share - a.share).slice(0, 3)
  if (most.length === 0) return 'the nearest run is close by, yet the model is unsure of it'
  return `the nearest run differs in ${listed(most.map(({ words }) => words))}`
}

function codedWidth(factor: ExperimentCampaign['factors'][number]): number {
  return factor.kind === 'mixture' ? Math.max(1e-9, (factor.high - factor.low) / factor.total) : 2
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}
