import type { Json } from '@zerosec/report'
import type { BackTest, Spread } from './back-test.ts'
import type { Proposal, ProposedBatch } from './propose.ts'
import type { ExperimentCampaign } from './read-campaign.ts'
import { reasonOf } from './reasons.ts'
import { proposedSettings } from './run-sheet.ts'

/** For programs: stable snake_case names. */
export function reportValues(
  batch: ProposedBatch,
  campaign: ExperimentCampaign,
  test: BackTest | null,
): Record<string, Json> {
  const { fitted, proposals } = batch
  const { models } = fitted
  const { known } = batch.view
  return {
    measured_runs: campaign.measured.rows.length,
    pending_runs: campaign.pending.rows.length,
    candidates: batch.candidates,
    best_so_far: campaign.objectives.map(({ name }, k) => ({ response: name, value: bestSoFar(campaign, k) })),
    runs_within_ranges: known.reached.filter(({ isWithin }) => isWithin).length,
    models: campaign.objectives.map(({ name }, k) => {
      const { surrogate, error, q2 } = models[k]!
      return {
        response: name,
        model: surrogate.kind,
        cv_rmse: finite(error),
        cv_q2: finite(q2),
        noise: surrogate.noise,
      }
    }),
    proposals: proposals.map((proposal) => proposalValues(proposal, batch, campaign)),
    expected_improvement: Math.max(...proposals.map(({ improvement }) => improvement)),
    back_test: test ? backTestValues(test, campaign) : null,
  }
}

/** The response of the best run within all ranges, where it is one of several objectives the best of its own; null where none is. */
export function bestSoFar({ objectives, responses }: ExperimentCampaign, k: number): number | null {
  const { objective } = objectives[k]!
  const goodness = (value: number): number => {
    if (objective.kind === 'maximise') return value
    if (objective.kind === 'minimise') return -value
    if (objective.kind === 'target') return -Math.abs(value - objective.target)
    return -Math.max(0, objective.low - value, value - objective.high)
  }
  const isIn = (row: number) =>
    objectives.every(({ objective: each }, j) => {
      const value = responses[j]![row]!
      return each.kind !== 'range' || (value >= each.low && value <= each.high)
    })
  let best: number | null = null
  for (const [row, value] of responses[k]!.entries()) {
    if (Number.isNaN(value) || !isIn(row)) continue
    if (best === null || goodness(value) > goodness(best)) best = value
  }
  return best
}

function proposalValues(proposal: Proposal, batch: ProposedBatch, campaign: ExperimentCampaign): Json {
  const settings = proposedSettings(campaign, proposal)
  return {
    settings: Object.fromEntries(campaign.columns.map(({ name }, j) => [name, settings[j]!])),
    purpose: proposal.purpose,
    predicted: Object.fromEntries(
      campaign.objectives.map(({ name }, k) => {
        const { median, low, high } = proposal.predictions[k]!
        return [name, { median, low, high }]
      }),
    ),
    chance: proposal.chance,
    feasibility: proposal.feasibility,
    improvement: proposal.improvement,
    domain: proposal.domain.verdict,
    why: reasonOf(proposal, batch, campaign),
  }
}

function backTestValues(test: BackTest, { objectives }: ExperimentCampaign): Json {
  const reached = (count: number, most: number) => (count > most ? null : count)
  return {
    goal: test.measure === 'best' && isNegated(objectives) ? -test.goal : test.goal,
    measure: test.measure,
    runs: test.runs,
    start: test.start,
    batch: test.batch,
    budget: test.budget,
    seeds: test.seeds,
    median_experiments: reached(test.proposed.median, test.budget),
    quartiles: quartiles(test.proposed, test.budget),
    random_median: reached(test.random.median, test.runs),
    random_quartiles: quartiles(test.random, test.runs),
    run_order: reached(test.runOrder, test.runs),
    saved: test.proposed.median > test.budget ? null : test.runOrder - test.proposed.median,
    saved_against_random: test.proposed.median > test.budget ? null : test.random.median - test.proposed.median,
  }
}

/** Where a utility is minus the response, or minus its distance from a target. */
function isNegated(objectives: ExperimentCampaign['objectives']): boolean {
  return objectives.some(({ objective: { kind } }) => kind === 'minimise' || kind === 'target')
}

function quartiles({ low, high }: Spread, most: number): Json {
  return [low > most ? null : low, high > most ? null : high]
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}
