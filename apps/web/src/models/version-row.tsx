import { type ModelVersion, PRODUCTION } from '@zerosec/contract'
import Link from 'next/link'
import { Actor } from '../access/actor.tsx'
import { choiceWords } from '../analysis-form/choice-words.ts'
import { Button } from '../controls/button.tsx'
import { formatNumber, plural } from '../numbers/format.ts'
import { AliasChip } from './alias-chip.tsx'
import { headlineScore, scoreWords } from './score-words.ts'

interface VersionRowProps {
  readonly version: ModelVersion
  readonly isChosen: boolean
  readonly mayChange: boolean
  readonly onChoose: () => void
  readonly onPromote: () => void
}

export function VersionRow({ version, isChosen, mayChange, onChoose, onPromote }: VersionRowProps) {
  const { version: number, aliases, note, training } = version
  const score = headlineScore(training.scores)
  const isProduction = aliases.includes(PRODUCTION)
  return (
    <li
      data-version={number}
      className={`grid gap-x-6 gap-y-2 px-4 py-3.5 sm:grid-cols-[minmax(0,1fr)_auto] ${isChosen ? 'shadow-[inset_3px_0_0_var(--accent)]' : ''}`}
    >
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="font-mono font-medium">v{number}</span>
          {aliases.map((alias) => (
            <AliasChip key={alias} alias={alias} />
          ))}
          <span className="text-sm text-ink-soft">{choiceWords(training.algorithm)}</span>
          {score && (
            <span className="text-sm text-ink-soft">
              {scoreWords(score[0]).label} <span className="font-mono">{formatNumber(score[1], 3)}</span>
            </span>
          )}
        </p>
        <p className="text-sm text-ink-faint">
          <Made version={version} />
        </p>
        {note && <p className="text-sm break-words text-ink-soft">{note}</p>}
      </div>
      <div className="flex items-center gap-2">
        <Button
          look="quiet"
          onClick={onChoose}
          aria-pressed={isChosen}
          aria-label={isChosen ? `Version ${number} is shown` : `Show version ${number}`}
        >
          {isChosen ? 'Shown' : 'Show'}
        </Button>
        {!isProduction && (
          <Button onClick={onPromote} disabled={!mayChange} aria-label={`Promote version ${number}`}>
            Promote
          </Button>
        )}
      </div>
    </li>
  )
}

function Made({
  version: { created_at: created, created_by: actor, job_id: jobId, training },
}: {
  version: ModelVersion
}) {
  return (
    <>
      <time dateTime={created}>{new Date(created).toLocaleString()}</time> by <Actor actor={actor} />, from{' '}
      {plural(training.rows, 'row')}
      {jobId ? (
        <>
          {' '}
          by{' '}
          <Link
            href={`/job/?id=${jobId}`}
            className="text-accent underline underline-offset-2 hover:text-accent-strong"
          >
            a job
          </Link>
        </>
      ) : (
        ', uploaded'
      )}
    </>
  )
}
