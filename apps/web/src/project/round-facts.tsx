import type { LearnedRound } from '@zerosec/contract'
import { formatNumber, formatPercent, plural } from '../numbers/format.ts'

/** What one round taught, as numbers. */
export function RoundFacts({ learned }: { learned: LearnedRound }) {
  const columns = [
    ...new Set([...learned.objectives.map(({ column }) => column), ...learned.models.map(({ target }) => target)]),
  ]
  const tables = learned.tables.map(({ name, runs }) => `${name} (${plural(runs, 'run')})`).join(', ')
  return (
    <div className="space-y-2">
      {tables !== '' && <p className="text-sm break-words text-ink-soft">Results from {tables}.</p>}
      {columns.length > 0 && (
        <div
          className="scroll-box rounded-lg border border-line"
          tabIndex={0}
          role="region"
          aria-label={`What round ${learned.round} taught`}
        >
          <table className="w-full min-w-[34rem] text-sm">
            <thead className="text-left text-ink-faint">
              <tr>
                <Head>Response</Head>
                <Head end>Runs</Head>
                <Head end>Best</Head>
                <Head end>Best so far</Head>
                <Head end>Error of the model</Head>
                <Head end>Interval width</Head>
              </tr>
            </thead>
            <tbody>
              {columns.map((column) => (
                <FactRow key={column} column={column} learned={learned} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {learned.hypervolume !== null && (
        <p className="text-sm text-ink-soft">
          Hypervolume <span className="font-mono">{formatPercent(learned.hypervolume)}</span>
          {learned.hypervolume_so_far !== null && (
            <>
              , with the rounds before <span className="font-mono">{formatPercent(learned.hypervolume_so_far)}</span>
            </>
          )}
        </p>
      )}
      {learned.notes.map((note) => (
        <p key={note} className="text-sm break-words text-caution">
          {note}
        </p>
      ))}
    </div>
  )
}

function FactRow({ column, learned }: { column: string; learned: LearnedRound }) {
  const objective = learned.objectives.find((one) => one.column === column)
  const model = learned.models.find(({ target }) => target === column)
  const { interval_width: width = null, interval_level: level = null } = model ?? {}
  const numbers = [objective?.best, objective?.best_so_far, model?.cv_rmse]
  return (
    <tr className="border-t border-line">
      <th scope="row" className="py-1.5 pr-4 pl-3 text-left font-medium break-words">
        {column}
      </th>
      <td className="py-1.5 pl-4 text-right font-mono">{objective ? objective.runs : '–'}</td>
      {numbers.map((value, k) => (
        <td key={`${k + 1}`} className="py-1.5 pl-4 text-right font-mono whitespace-nowrap">
          {value === null || value === undefined ? '–' : formatNumber(value)}
        </td>
      ))}
      <td className="py-1.5 pr-3 pl-4 text-right font-mono whitespace-nowrap">
        {width === null ? '–' : formatNumber(width)}
        {level !== null && <span className="ml-2 font-sans text-xs text-ink-faint">{formatPercent(level)}</span>}
      </td>
    </tr>
  )
}

function Head({ children, end }: { children: string; end?: boolean }) {
  return (
    <th className={`py-1.5 font-normal whitespace-nowrap ${end ? 'pl-4 text-right last:pr-3' : 'pr-4 pl-3'}`}>
      {children}
    </th>
  )
}
