import type { Json, Report } from '@zerosec/report'
import type { AnalysisInput, AnalysisResult } from '../analysis.ts'
import { VERSION } from '../version.ts'
import type { Candidates } from './candidates.ts'
import { comparedCandidates } from './compared.ts'
import { frontFile } from './front-file.ts'
import { headline } from './headline.ts'
import { chooseMode } from './mode.ts'
import { openModels } from './open-models.ts'
import type { ParetoParameters } from './parameters.ts'
import { searchCandidates } from './search-candidates.ts'
import { paretoSections } from './sections.ts'
import { tableCandidates } from './table-candidates.ts'
import { tradeOffOf } from './trade-off.ts'
import { reportValues } from './values.ts'
import { tradeOffWarnings } from './warnings.ts'
import { readWishes } from './wishes.ts'

/** Share of the run that finding the candidates takes. */
const FOUND = 0.6

/**
 * Finds what can't be bettered in one objective without losing in another: among the rows of a table, what models say of them, or all
 * settings that the models know.
 *
 * @throws CodedError what the objectives, the models, the table and the search refuse
 */
export async function runPareto(input: AnalysisInput<ParetoParameters>): Promise<AnalysisResult> {
  const { table, parameters, seed, progress } = input
  progress(0, 'Reading the objectives')
  const wishes = readWishes(parameters)
  const models = await openModels(input)
  const names = [...new Set([...wishes.map(({ name }) => name), ...Object.keys(parameters.limits)])]
  const { mode, warnings } = chooseMode(table, models, names, parameters)
  const tell = (share: number, message: string) => progress(FOUND * share, message)
  const all: Candidates =
    mode === 'search'
      ? searchCandidates(table, wishes, models, parameters, seed, tell)
      : tableCandidates(table, names, models, parameters, (share) => tell(share, 'Predicting the rows'))
  const compared = comparedCandidates(all, wishes, parameters)
  const tradeOff = tradeOffOf(compared, parameters, seed, (share, message) =>
    progress(FOUND + (1 - FOUND) * share, message),
  )
  const report: Report = {
    format: 'zerosec.report/1',
    analysis: 'pareto',
    version: VERSION,
    title: `Trade-off of ${wishes.map(({ name }) => name).join(', ')}`,
    headline: headline(tradeOff),
    table: { name: table.name, rows: table.rowCount, columns: table.columns.length, sha256: table.sha256 },
    parameters: { ...(parameters as unknown as Record<string, Json>), random_seed: seed },
    seed,
    warnings: [...warnings, ...tradeOffWarnings(tradeOff, parameters), ...compared.warnings, ...all.warnings],
    values: reportValues(tradeOff, parameters),
    sections: paretoSections(tradeOff, parameters),
  }
  return { report, files: [frontFile(tradeOff)] }
}
