import type { Json, Warning } from '@zerosec/report'
import type { Cell } from '@zerosec/table'
import type { AnalysisFile, AnalysisInput, AnalysisResult } from '../analysis.ts'
import { csv } from '../modelling/csv-file.ts'
import { axisTitle } from '../plot-parts.ts'
import { VERSION } from '../version.ts'
import { backTest } from './back-test.ts'
import { headline } from './headline.ts'
import type { NextExperimentsParameters } from './parameters.ts'
import { type ProposedBatch, proposeExperiments } from './propose.ts'
import { type ExperimentCampaign, readCampaign } from './read-campaign.ts'
import { reasonOf } from './reasons.ts'
import { experimentSheet, proposedSettings } from './run-sheet.ts'
import { reportSections } from './sections.ts'
import { reportValues } from './values.ts'

/**
 * Read the campaign so far; model its responses; propose the runs that promise most; play the measured runs again, to say how much
 * proposals would have saved.
 *
 * @throws CodedError what `readCampaign` and `proposeExperiments` refuse
 */
export async function runNextExperiments(input: AnalysisInput<NextExperimentsParameters>): Promise<AnalysisResult> {
  const { table, parameters, seed, progress } = input
  progress(0, 'Reading the runs')
  const campaign = await readCampaign(input)
  progress(0.05, 'Choosing the next runs')
  const batch = proposeExperiments(campaign, parameters, seed)
  progress(0.3, 'Playing the measured runs again')
  const test = parameters.back_test
    ? backTest(campaign, parameters, seed, (fraction) =>
        progress(0.3 + 0.65 * fraction, 'Playing the measured runs again'),
      )
    : null
  progress(0.95, 'Writing the report')
  const sheet = experimentSheet(campaign, batch.proposals, seed)
  const { name, rowCount, columns, sha256 } = table
  return {
    report: {
      format: 'zerosec.report/1',
      analysis: 'next_experiments',
      version: VERSION,
      title: `Next experiments: ${batch.proposals.length} runs`,
      headline: headline(batch, campaign, test),
      table: { name, rows: rowCount, columns: columns.length, sha256 },
      parameters: { ...(parameters as Record<string, Json>), random_seed: seed },
      seed,
      warnings: [...batchWarnings(batch, campaign, parameters), ...campaign.warnings],
      values: reportValues(batch, campaign, test),
      sections: reportSections(batch, campaign, test, sheet),
    },
    files: [proposalFile(batch, campaign)],
  }
}

function batchWarnings(
  { proposals, fitted }: ProposedBatch,
  { pending, objectives }: ExperimentCampaign,
  { batch_size: size }: NextExperimentsParameters,
): Warning[] {
  const warnings: Warning[] = []
  if (proposals.length < size) {
    const message = `${size} runs were asked for, and only ${proposals.length} are left to propose.`
    warnings.push({ code: 'fewer_proposals', level: 'caution', message, count: proposals.length })
  }
  objectives.forEach(({ name }, k) => {
    const { q2 } = fitted.models[k]!
    if (q2 > 0.1) return
    const message = `No model predicts unseen runs of ${name} better than their mean does: the proposals explore more than they promise.`
    warnings.push({ code: 'model_weak', level: 'serious', message, columns: [name] })
  })
  const far = proposals.filter(({ domain }) => domain.verdict === 'outside').length
  if (far > 0) {
    const message = `${far} of ${proposals.length} proposals are far from every run that was made: their predictions are guesses.`
    warnings.push({ code: 'proposals_far', level: 'caution', message, count: far })
  }
  if (pending.rows.length > 0) {
    const count = pending.rows.length
    const message = `${count} ${count === 1 ? 'row without a result counts as a planned run and is' : 'rows without a result count as planned runs and are'} not proposed again. Set blank_rows to candidates to choose among them instead.`
    warnings.push({ code: 'rows_pending', level: 'note', message, count })
  }
  return warnings
}

/** The proposals, a line each. */
function proposalFile(batch: ProposedBatch, campaign: ExperimentCampaign): AnalysisFile {
  const predicted = campaign.objectives.flatMap(({ name }) => [`${name}_expected`, `${name}_low`, `${name}_high`])
  const header = ['number', ...campaign.columns.map(axisTitle), ...predicted, 'chance', 'domain', 'purpose', 'why']
  const rows = batch.proposals.map((proposal, i): Cell[] => [
    i + 1,
    ...proposedSettings(campaign, proposal),
    ...proposal.predictions.flatMap(({ median, low, high }) => [median, low, high]),
    proposal.chance,
    proposal.domain.verdict,
    proposal.purpose,
    reasonOf(proposal, batch, campaign),
  ])
  return csv('next_experiments.csv', header, rows)
}
