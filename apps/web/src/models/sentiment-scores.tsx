import { formatNumber } from '../numbers/format.ts'
import { scoreTable } from './score-table.ts'
import { scoreWords } from './score-words.ts'

/** The scores of a model that was judged on several tables: a row each. */
export function SentimentScores({ metrics }: { metrics: Readonly<Record<string, number>> }) {
  const { scores, rows } = scoreTable(metrics)
  if (rows.length === 0) return <p className="text-sm text-ink-faint">Its card tells of no scores.</p>
  return (
    <div className="max-w-3xl">
      <table className="w-full text-sm" data-testid="sentiment-scores">
        <caption className="pb-1 text-left text-base font-medium">
          How good it was on sentences that it never saw
        </caption>
        <thead>
          <tr className="border-b border-line">
            <th scope="col" className="py-1.5 text-left font-medium text-ink-faint">
              Sentences
            </th>
            {scores.map((score) => (
              <th key={score} scope="col" className="py-1.5 pl-4 text-right font-medium text-ink-faint">
                {scoreWords(score).label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.map(({ name, values }) => (
            <tr key={name}>
              <th scope="row" className="py-1.5 text-left font-normal">
                {name === 'mix' ? 'all of them' : name.replaceAll('_', ' ')}
              </th>
              {scores.map((score) => (
                <td key={score} className="py-1.5 pl-4 text-right font-mono">
                  {values[score] === undefined ? '–' : formatNumber(values[score])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
