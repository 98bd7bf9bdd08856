import { type FactorDescription, settingsOf } from '@zerosec/analyses/plan'
import type { PlannedRuns } from './planned-runs.ts'

/** What is sent to have the run sheet made: a table and the parameters of the `optimization` job. */
export interface JobRequest {
  readonly fileName: string
  readonly csv: string
  readonly parameters: Readonly<Record<string, unknown>>
}

/**
 * A design that a search found is found again by the job, from its factors, seed and starts. One that was changed by hand goes
 * as the table of its runs, all of which the job takes.
 */
export function jobRequest(planned: PlannedRuns): JobRequest {
  const { factors: descriptions, response_columns: responses, ...parameters } = planned.plan.parameters
  if (planned.isRepeatable) {
    return {
      fileName: 'factors.csv',
      csv: csvOf(factorTable(descriptions)),
      parameters: { ...parameters, mode: 'new', factors: descriptions, response_columns: responses },
    }
  }
  return {
    fileName: 'runs.csv',
    csv: csvOf(runTable(planned)),
    parameters: {
      ...parameters,
      mode: 'select',
      existing_runs: 'ignore',
      factors: descriptions,
      num_points: planned.marks.length,
    },
  }
}

function factorTable(descriptions: readonly FactorDescription[]): string[][] {
  const most = Math.max(0, ...descriptions.map(({ levels }) => levels?.length ?? 0))
  const numbers = Array.from({ length: most }, (_, index) => index)
  const text = (value: string | number | undefined) => String(value ?? '')
  return [
    ['name', 'type', 'low', 'high', 'step', 'unit', ...numbers.map((index) => `level ${index + 1}`)],
    ...descriptions.map(({ name, type, low, high, step, unit, levels }) => [
      ...[name, type, low, high, step, unit].map(text),
      ...numbers.map((index) => text(levels?.[index])),
    ]),
  ]
}

function runTable({ plan, runs, marks }: PlannedRuns): string[][] {
  const { problem, columns } = plan.request
  const width = problem.factors.length
  return [
    columns.map(({ name }) => name),
    ...marks.map((_, i) => settingsOf(problem.factors, columns, runs, i * width).map(String)),
  ]
}

/** With a byte-order mark, so that every spreadsheet reads it as UTF-8. */
function csvOf(rows: readonly (readonly string[])[]): string {
  const cell = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  return `\ufeff${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`
}
