import type { BackTest } from './back-test.ts'
import { objectiveWords } from './objectives.ts'
import type { ProposedBatch } from './propose.ts'
import type { ExperimentCampaign } from './read-campaign.ts'
import { percent } from './reasons.ts'

/** What to do next, and what it may be worth. */
export function headline(batch: ProposedBatch, campaign: ExperimentCampaign, test: BackTest | null): string {
  const { proposals } = batch
  const best = proposals.reduce((most, each) => Math.max(most, each.chance), 0)
  const aims = campaign.objectives.map(({ name, objective }) => `${name} ${objectiveWords(objective)}`).join(', ')
  const count = proposals.length === 1 ? 'The next run is' : `The next ${proposals.length} runs are`
  const chance = batch.view.known.incumbent ? 'improve on what was reached' : 'meet what is wanted'
  return `${count} proposed for ${aims}: the best of them has a chance of ${percent(best)} to ${chance}.${test ? ` ${backTestSentence(test)}` : ''}`
}

/** Honest either way: proposals may have needed more experiments than were made. */
export function backTestSentence(test: BackTest): string {
  const { proposed, random, runOrder, budget } = test
  const needed = proposed.median > budget ? `more than ${budget}` : number(proposed.median)
  const order = runOrder > test.runs ? `not within the ${test.runs} runs` : `after ${runOrder}`
  return `Played again on the table's ${test.runs} settings, proposals find the goal after ${needed} experiments (median), chance after ${number(random.median)}, the order that was run ${order}.`
}

function number(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(1)
}
