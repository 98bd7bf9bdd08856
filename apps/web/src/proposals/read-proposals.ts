import { type RunSheetBlock, runSheetHeading, type TableBlock } from '@zerosec/report'

type Cell = TableBlock['rows'][number][number]

/** The table of a report that holds proposals, and how to tell its columns. */
export const PROPOSALS = 'proposed_runs'
const SETTING = /^factor_\d+$/

/** A run that is proposed, by the places of the table's columns. */
export interface Proposal {
  readonly number: number
  /** By the name of the factor: what a rejection names. */
  readonly settings: Readonly<Record<string, number | string>>
  readonly why: string
  readonly cells: readonly Cell[]
}

export function readProposals({ columns, rows }: TableBlock): Proposal[] {
  const why = columns.findIndex(({ name }) => name === 'why')
  return rows.map((cells, i) => ({
    number: i + 1,
    settings: Object.fromEntries(
      columns.flatMap(({ name, label }, place) => {
        const cell = cells[place]
        return SETTING.test(name) && (typeof cell === 'number' || typeof cell === 'string') ? [[label, cell]] : []
      }),
    ),
    why: why < 0 ? '' : String(cells[why] ?? ''),
    cells,
  }))
}

/**
 * The parameters of a job that proposes others in the place of those that are rejected; what was rejected before stays so.
 *
 * @param rejected  numbers of the proposals
 */
export function askAgainParameters(
  parameters: Readonly<Record<string, unknown>>,
  proposals: readonly Proposal[],
  rejected: ReadonlySet<number>,
): Record<string, unknown> {
  const before = Array.isArray(parameters['rejected']) ? (parameters['rejected'] as unknown[]) : []
  const now = proposals.filter(({ number }) => rejected.has(number)).map(({ settings }) => settings)
  return { ...parameters, rejected: [...before, ...now] }
}

/** The accepted runs as rows to fill in: number, settings, an empty cell for each result. */
export function acceptedSheet(
  { factors, responses }: Pick<RunSheetBlock, 'factors' | 'responses'>,
  proposals: readonly Proposal[],
  rejected: ReadonlySet<number>,
) {
  const accepted = proposals.filter(({ number }) => !rejected.has(number))
  return {
    headings: ['No.', ...factors.map(runSheetHeading), ...responses.map(runSheetHeading)],
    rows: accepted.map(({ settings }, i) => [
      i + 1,
      ...factors.map(({ name }) => settings[name] ?? null),
      ...responses.map(() => null),
    ]),
  }
}
