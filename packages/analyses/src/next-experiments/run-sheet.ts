import type { RunSheetBlock, RunSheetRun } from '@zerosec/report'
import { sheetFactor, shownDecimals } from '../optimization/run-sheet-block.ts'
import { givenSettings, settingsOf } from '../optimization/settings.ts'
import { objectiveWords } from './objectives.ts'
import type { Proposal } from './propose.ts'
import type { ExperimentCampaign } from './read-campaign.ts'

/** The settings of a proposal as they are set: to the decimals of each factor; of a listed candidate as they stand in the list. */
export function proposedSettings(
  { space, factors, columns }: ExperimentCampaign,
  { run }: Proposal,
): (number | string)[] {
  const isListed = space.kind === 'list' && space.source !== 'levels'
  return isListed ? givenSettings(factors, run, 0) : settingsOf(factors, columns, run, 0)
}

/** The campaign as a sheet to fill in: runs that were made, runs that are planned, and the proposals, to be given back as it is. */
export function experimentSheet(
  campaign: ExperimentCampaign,
  proposals: readonly Proposal[],
  seed: number,
): RunSheetBlock {
  const { factors, columns, objectives, constraints } = campaign
  const runs = [...madeRuns(campaign), ...proposals.map((proposal) => newRun(campaign, proposal))]
  const numbered = runs.map((run, i): RunSheetRun => ({ number: i + 1, ...run }))
  return {
    kind: 'run_sheet',
    id: 'run_sheet',
    title: `Run sheet: ${proposals.length} new runs`,
    factors: factors.map((factor, j) => {
      const settings = numbered.map((run) => run.settings[j]!)
      return sheetFactor(factor, columns[j]!, shownDecimals(settings, columns[j]!.digits))
    }),
    responses: objectives.map(({ name, unit }) => ({ name, ...(unit === undefined ? {} : { unit }) })),
    runs: numbered,
    constraints: [...new Set(constraints.map(({ text }) => text))],
    facts: [
      ...objectives.map(({ name, objective }) => ({ label: name, value: objectiveWords(objective) })),
      { label: 'Seed', value: seed },
    ],
  }
}

type UnnumberedRun = Omit<RunSheetRun, 'number'>

function madeRuns({ factors, measured, pending, responses }: ExperimentCampaign): UnnumberedRun[] {
  const width = factors.length
  const measuredRuns = Array.from(
    measured.rows,
    (_, i): UnnumberedRun => ({
      role: 'existing',
      settings: givenSettings(factors, measured.runs, i * width),
      results: responses.map((response) => (Number.isNaN(response[i]!) ? null : response[i]!)),
    }),
  )
  const planned = Array.from(
    pending.rows,
    (_, i): UnnumberedRun => ({
      role: 'existing',
      settings: givenSettings(factors, pending.runs, i * width),
      results: responses.map(() => null),
    }),
  )
  return [...measuredRuns, ...planned]
}

function newRun(campaign: ExperimentCampaign, proposal: Proposal): UnnumberedRun {
  return { role: 'new', settings: proposedSettings(campaign, proposal), results: campaign.objectives.map(() => null) }
}
