'use client'

import { type ModelDetail, type ModelVersion, PRODUCTION } from '@zerosec/contract'
import Link from 'next/link'
import { useState } from 'react'
import { choiceWords } from '../analysis-form/choice-words.ts'
import { Button } from '../controls/button.tsx'
import { Icon } from '../controls/icon.tsx'
import { formatNumber, plural } from '../numbers/format.ts'
import { AliasChip } from './alias-chip.tsx'
import { earlierVersion } from './earlier-version.ts'
import { MoveAlias, type MovedAlias } from './move-alias.tsx'
import { headlineScore, scoreWords } from './score-words.ts'
import { useMayChange, useModelEvents } from './use-registry.ts'

interface VersionsSectionProps {
  readonly model: ModelDetail
  readonly chosen: number
  readonly onChoose: (version: number) => void
}

/** All versions, and the moves of an alias, which are shown before they are made. */
export function VersionsSection({ model, chosen, onChoose }: VersionsSectionProps) {
  const [move, setMove] = useState<MovedAlias | null>(null)
  const mayChange = useMayChange()
  const earlier = useEarlierProduction(model)
  return (
    <section id="versions" aria-labelledby="versions-title">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <h2 id="versions-title" className="text-xl">
          Versions
        </h2>
        {earlier !== null && (
          <Button
            disabled={!mayChange}
            onClick={() => setMove({ action: 'rollback', version: earlier, alias: PRODUCTION })}
          >
            <Icon name="undo" /> Roll back to v{earlier}
          </Button>
        )}
      </div>
      {!mayChange && (
        <p className="mt-2 text-sm text-caution">
          You may read: promoting, rolling back and releasing need a key or session that may submit.
        </p>
      )}
      {move && (
        <MoveAlias
          key={`${move.action} ${move.version} ${move.alias}`}
          model={model}
          move={move}
          onChange={setMove}
          onDone={() => setMove(null)}
        />
      )}
      <ul className="mt-4 divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
        {model.version_list.map((version) => (
          <VersionRow
            key={version.version}
            version={version}
            isChosen={version.version === chosen}
            mayChange={mayChange}
            onChoose={() => onChoose(version.version)}
            onPromote={() => setMove({ action: 'promote', version: version.version, alias: PRODUCTION })}
          />
        ))}
      </ul>
    </section>
  )
}

function useEarlierProduction({ model_name: name, aliases }: ModelDetail): number | null {
  const events = useModelEvents(name)
  const current = aliases[PRODUCTION]
  return current === undefined || !events.data ? null : earlierVersion(events.data, PRODUCTION, current)
}

interface VersionRowProps {
  readonly version: ModelVersion
  readonly isChosen: boolean
  readonly mayChange: boolean
  readonly onChoose: () => void
  readonly onPromote: () => void
}

function VersionRow({ version, isChosen, mayChange, onChoose, onPromote }: VersionRowProps) {
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
      <time dateTime={created}>{new Date(created).toLocaleString()}</time> by {actor}, from{' '}
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
