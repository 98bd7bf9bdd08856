import type { ModelVersion } from '@zerosec/contract'
import { choiceWords } from '../analysis-form/choice-words.ts'
import { Icon } from '../controls/icon.tsx'
import { formatInteger, formatNumber } from '../numbers/format.ts'
import { isBetter, scoreWords } from './score-words.ts'
import { type SignatureChange, signatureChanges } from './signature-changes.ts'

interface VersionDiffProps {
  readonly before: ModelVersion
  readonly after: ModelVersion
}

/** Scores and signature of two versions side by side. */
export function VersionDiff({ before, after }: VersionDiffProps) {
  return (
    <div className="mt-4 grid gap-x-8 gap-y-5 md:grid-cols-2">
      <ScoreDiff before={before} after={after} />
      <SignatureDiff
        changes={signatureChanges(before.signature, after.signature)}
        before={before.version}
        after={after.version}
      />
    </div>
  )
}

const HEAD = 'py-1.5 pr-4 text-left font-medium text-ink-faint'
const NUMBER_HEAD = 'py-1.5 pl-4 text-right font-medium text-ink-faint'

function ScoreDiff({ before, after }: VersionDiffProps) {
  const [a, b] = [before.training, after.training]
  const keys = [...new Set([...Object.keys(a.scores), ...Object.keys(b.scores)])]
  const isOtherTable = a.table_sha256 !== b.table_sha256
  return (
    <div>
      <table className="w-full text-sm" data-testid="score-diff">
        <caption className="pb-1 text-left text-sm font-medium">Scores on rows that the models never saw</caption>
        <thead>
          <tr className="border-b border-line">
            <th scope="col" className={HEAD}>
              <span className="sr-only">Score</span>
            </th>
            <th scope="col" className={NUMBER_HEAD}>
              v{before.version}
            </th>
            <th scope="col" className={NUMBER_HEAD}>
              v{after.version}
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {keys.map((key) => (
            <ScoreRow key={key} name={key} before={a.scores[key]} after={b.scores[key]} />
          ))}
          <PlainRow name="Model" before={choiceWords(a.algorithm)} after={choiceWords(b.algorithm)} />
          <PlainRow name="Training rows" before={formatInteger(a.rows)} after={formatInteger(b.rows)} />
        </tbody>
      </table>
      {isOtherTable && keys.length > 0 && (
        <p className="mt-2 text-xs text-caution">They were measured on different tables: compare with care.</p>
      )}
    </div>
  )
}

function ScoreRow(props: { name: string; before: number | undefined; after: number | undefined }) {
  const { name, before, after } = props
  const better = before === undefined || after === undefined ? null : isBetter(name, before, after)
  const words = (value: number | undefined) => (value === undefined ? '–' : formatNumber(value))
  return (
    <tr>
      <th scope="row" className="py-1.5 pr-4 text-left font-normal text-ink-soft">
        {scoreWords(name).label}
      </th>
      <td className="py-1.5 pl-4 text-right font-mono">{words(before)}</td>
      <td
        className={`py-1.5 pl-4 text-right font-mono ${better === null ? '' : better ? 'text-good' : 'text-serious'}`}
      >
        {words(after)}
        {better !== null && <span className="block font-sans text-xs">{better ? 'better' : 'worse'}</span>}
      </td>
    </tr>
  )
}

function PlainRow({ name, before, after }: { name: string; before: string; after: string }) {
  return (
    <tr>
      <th scope="row" className="py-1.5 pr-4 text-left font-normal text-ink-soft">
        {name}
      </th>
      <td className="py-1.5 pl-4 text-right">{before}</td>
      <td className="py-1.5 pl-4 text-right">{after}</td>
    </tr>
  )
}

interface SignatureDiffProps {
  readonly changes: readonly SignatureChange[]
  readonly before: number
  readonly after: number
}

function SignatureDiff({ changes, before, after }: SignatureDiffProps) {
  return (
    <div data-testid="signature-diff">
      <p className="pb-1 text-sm font-medium">What it takes and gives</p>
      {changes.length === 0 && (
        <p className="flex gap-2 text-sm text-ink-soft">
          <Icon name="check" className="mt-0.5 text-good" /> The same: those who call it notice nothing.
        </p>
      )}
      {changes.length > 0 && (
        <ul className="divide-y divide-line border-t border-line text-sm">
          {changes.map(({ column, before: was, after: is, breaks }) => (
            <li key={column} className="flex gap-2 py-1.5">
              <Icon
                name={breaks ? 'serious' : 'note'}
                className={`mt-0.5 ${breaks ? 'text-serious' : 'text-ink-faint'}`}
              />
              <span className="min-w-0 break-words">
                <span className="font-medium">{column}</span>{' '}
                <span className="text-ink-soft">
                  {was === null && `is needed now: ${is}`}
                  {is === null && `is not read any more (${was})`}
                  {was !== null && is !== null && `${was} → ${is}`}
                </span>
              </span>
            </li>
          ))}
        </ul>
      )}
      {changes.some(({ breaks }) => breaks) && (
        <p className="mt-2 text-xs text-serious">
          Requests that work with v{before} are refused by v{after}, or mean something else to it.
        </p>
      )}
    </div>
  )
}
