import type { Block, RunSheetBlock, Section, TableBlock, TableBlockColumn } from '@zerosec/report'
import { type BackTest, FEWEST_REPLAYED } from './back-test.ts'
import { backTestFigure, beliefFigures, goalWords, pairFigures, progressFigures } from './figures.ts'
import { backTestSentence } from './headline.ts'
import { objectiveWords } from './objectives.ts'
import type { ProposedBatch } from './propose.ts'
import type { ExperimentCampaign } from './read-campaign.ts'
import { reasonOf } from './reasons.ts'
import { proposedSettings } from './run-sheet.ts'
import { bestSoFar } from './values.ts'

export function reportSections(
  batch: ProposedBatch,
  campaign: ExperimentCampaign,
  test: BackTest | null,
  sheet: RunSheetBlock,
): Section[] {
  return [
    {
      id: 'proposals',
      title: 'Proposals',
      text: 'The next runs, the most promising first; the last ones go where least is known. Reject one by giving it in rejected, and the next best takes its place.',
      blocks: [proposalTable(batch, campaign), { ...sheet, title: 'Run sheet' }],
    },
    {
      id: 'progress',
      title: 'What was reached',
      text: 'Results so far, and what is expected of the proposals.',
      blocks: [stateTable(batch, campaign), ...progressFigures(campaign, batch)],
    },
    {
      id: 'choice',
      title: 'How they were chosen',
      text: 'A run is worth making where much is expected of it, or where little is known.',
      blocks: [...beliefFigures(campaign, batch), ...pairFigures(campaign, batch)],
    },
    { id: 'back_test', title: 'Back-test', ...backTestSection(test, campaign) },
  ]
}

const DOMAIN = { inside: 'as the runs', edge: 'at the edge', outside: 'far from the runs' } as const

export function proposalTable(batch: ProposedBatch, campaign: ExperimentCampaign): TableBlock {
  const { factors, columns, objectives } = campaign
  const settingColumns = columns.map(
    ({ name, unit }, j): TableBlockColumn => ({
      name: `factor_${j + 1}`,
      label: name,
      format: factors[j]!.kind === 'categorical' ? 'text' : 'number',
      ...(unit === undefined ? {} : { unit }),
    }),
  )
  const predicted = objectives.flatMap(({ name, unit }, k): TableBlockColumn[] => {
    const column = (part: string, label: string): TableBlockColumn => ({
      name: `${part}_${k + 1}`,
      label,
      format: 'number',
      ...(unit === undefined ? {} : { unit }),
    })
    return [column('expected', `${name}, expected`), column('low', 'from'), column('high', 'to')]
  })
  return {
    kind: 'table',
    id: 'proposed_runs',
    title: 'Runs to make next',
    columns: [
      { name: 'number', label: 'No.', format: 'integer' },
      ...settingColumns,
      ...predicted,
      { name: 'chance', label: 'chance', format: 'percent' },
      { name: 'domain', label: 'where', format: 'text' },
      { name: 'why', label: 'why', format: 'text' },
    ],
    rows: batch.proposals.map((proposal, i) => [
      i + 1,
      ...proposedSettings(campaign, proposal),
      ...proposal.predictions.flatMap(({ median, low, high }) => [median, low, high]),
      proposal.chance,
      DOMAIN[proposal.domain.verdict],
      reasonOf(proposal, batch, campaign),
    ]),
    note: 'From and to: nine of ten results are expected between them. Chance: of being better than all runs so far, or of meeting the ranges as long as none does.',
  }
}

function stateTable({ fitted }: ProposedBatch, campaign: ExperimentCampaign): TableBlock {
  const words = { gaussian_process: 'Gaussian process', forest: 'random forest' } as const
  return {
    kind: 'table',
    id: 'state',
    title: 'Responses and their models',
    columns: [
      { name: 'response', label: 'response', format: 'text' },
      { name: 'wanted', label: 'wanted', format: 'text' },
      { name: 'runs', label: 'results', format: 'integer' },
      { name: 'best', label: 'best so far', format: 'number' },
      { name: 'model', label: 'model', format: 'text' },
      { name: 'error', label: 'error on unseen runs', format: 'number' },
      { name: 'q2', label: 'variation explained there', format: 'percent' },
    ],
    rows: campaign.objectives.map(({ name, objective }, k) => {
      const { surrogate, error, q2 } = fitted.models[k]!
      const results = campaign.responses[k]!.filter((value) => !Number.isNaN(value)).length
      const share = Number.isFinite(q2) ? q2 : null
      return [name, objectiveWords(objective), results, bestSoFar(campaign, k), words[surrogate.kind], error, share]
    }),
    note: 'The error is on runs that the model did not see: each left out in turn, or out of the bags of a forest.',
  }
}

function backTestSection(test: BackTest | null, campaign: ExperimentCampaign): { text: string; blocks: Block[] } {
  if (!test) {
    const text = `Not made: it was not asked for, or fewer than ${FEWEST_REPLAYED} different settings have all results.`
    return { text, blocks: [] }
  }
  const shown = (count: number, most: number) => (count > most ? null : count)
  const { proposed, random, runOrder, budget, runs } = test
  return {
    text: `${backTestSentence(test)} The goal is ${goalWords(test)}.`,
    blocks: [
      backTestFigure(test, campaign),
      {
        kind: 'table',
        id: 'experiments_to_goal',
        title: 'Experiments until the goal',
        columns: [
          { name: 'way', label: 'chosen by', format: 'text' },
          { name: 'median', label: 'median', format: 'number' },
          { name: 'low', label: 'lower quartile', format: 'number' },
          { name: 'high', label: 'upper quartile', format: 'number' },
        ],
        rows: [
          ['proposals', shown(proposed.median, budget), shown(proposed.low, budget), shown(proposed.high, budget)],
          ['chance', shown(random.median, runs), shown(random.low, runs), shown(random.high, runs)],
          ['the order that was run', shown(runOrder, runs), null, null],
        ],
        note: `Counted with the ${test.start} random runs that a replay begins with. Blank: not reached (a replay makes ${budget} runs at most).`,
      },
    ],
  }
}
