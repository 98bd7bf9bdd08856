'use client'

import { useMutation } from '@tanstack/react-query'
import { CANDIDATE, type ModelDetail, PRODUCTION } from '@zerosec/contract'
import { useEffect, useRef, useState } from 'react'
import { api } from '../api/client.ts'
import { problemOf } from '../api/problem.ts'
import { ArrivalHeading } from '../controls/arrival-heading.tsx'
import { Button } from '../controls/button.tsx'
import { Segment } from '../controls/segment.tsx'
import { NoteField } from './note-field.tsx'
import { Refusal } from './refusal.tsx'
import { useModelsChanged, useReleases } from './use-registry.ts'
import { VersionDiff } from './version-diff.tsx'

/** A move of an alias that is shown and not yet made. */
export interface MovedAlias {
  readonly action: 'promote' | 'rollback'
  readonly version: number
  readonly alias: string
}

interface MoveAliasProps {
  readonly model: ModelDetail
  readonly move: MovedAlias
  readonly onChange: (move: MovedAlias) => void
  readonly onCancel: () => void
  /** It was made. */
  readonly onDone: (words: string) => void
}

/** What a move of an alias changes for those who call the model, and the button that makes it. */
export function MoveAlias({ model, move, onChange, onCancel, onDone }: MoveAliasProps) {
  const { action, version, alias } = move
  const place = useRef<HTMLElement>(null)
  const [reason, setReason] = useState('')
  const [allowsOther, setAllowsOther] = useState(false)
  const make = useMove(model.model_name, () => onDone(doneWords(move)))
  const ended = useEndedRelease(model.model_name, alias)
  const current = model.aliases[alias]
  const [before, after] = [current, version].map((number) => model.version_list.find((each) => each.version === number))
  const problem = make.error ? problemOf(make.error) : null
  useEffect(() => {
    // in braces: newer browsers answer a promise, and React would call it as the way to end the effect
    place.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  return (
    <section
      ref={place}
      aria-labelledby="move"
      className="appear mt-4 rounded-lg border border-line-strong bg-surface p-4 sm:p-5"
    >
      <ArrivalHeading id="move" level="h3" className="text-lg">
        {headingOf(move, current)}
      </ArrivalHeading>
      {action === 'promote' && (
        <AliasChoice alias={alias} onChoose={(chosen) => onChange({ ...move, alias: chosen })} />
      )}
      {after && before && before !== after && <VersionDiff before={before} after={after} />}
      {!before && (
        <p className="mt-3 text-sm text-ink-soft">
          No version has the alias {alias}: there is nothing to compare with.
        </p>
      )}
      {before === after && <p className="mt-3 text-sm text-ink-soft">Version {version} has this alias already.</p>}
      <NoteField label="Why" kept="in the history" longest={1000} note={reason} onChange={setReason} />
      {ended !== null && (
        <p className="mt-3 text-sm text-caution">It also ends the release of version {ended} that is running.</p>
      )}
      {problem && <Refusal problem={problem} verb="promote" allowsOther={allowsOther} onAllow={setAllowsOther} />}
      <div className="mt-4 flex flex-wrap gap-3">
        <Button
          look="primary"
          disabled={before === after}
          aria-disabled={make.isPending}
          onClick={() => !make.isPending && make.mutate({ ...move, reason, allowsOther })}
        >
          {action === 'promote' ? `Promote version ${version}` : `Roll back to version ${version}`}
        </Button>
        <Button onClick={onCancel} aria-disabled={make.isPending}>
          Cancel
        </Button>
      </div>
    </section>
  )
}

function headingOf({ action, version, alias }: MovedAlias, current: number | undefined): string {
  if (action === 'rollback') return `Roll ${alias} back from version ${current} to version ${version}?`
  const what = alias === PRODUCTION ? `Put version ${version} into production` : `Make version ${version} the ${alias}`
  return current === undefined || current === version ? `${what}?` : `${what} instead of version ${current}?`
}

function doneWords({ version, alias }: MovedAlias): string {
  return alias === PRODUCTION ? `Version ${version} is in production.` : `Version ${version} is the ${alias}.`
}

/** The version whose release beside production ends where another one comes into production. */
function useEndedRelease(name: string, alias: string): number | null {
  const running = useReleases(name).data?.find(({ state }) => state === 'running')
  return alias === PRODUCTION && running ? running.version : null
}

/** Aliases that other programs use are given by them. */
function AliasChoice({ alias, onChoose }: { alias: string; onChoose: (alias: string) => void }) {
  return (
    <fieldset className="mt-3 inline-flex overflow-hidden rounded-md border border-line-strong">
      <legend className="sr-only">Alias</legend>
      {[PRODUCTION, CANDIDATE].map((choice) => (
        <Segment
          key={choice}
          group="move-alias"
          label={choice === PRODUCTION ? 'Production: it answers' : 'Candidate: it waits'}
          value={choice}
          chosen={alias === choice}
          onChoose={() => onChoose(choice)}
        />
      ))}
    </fieldset>
  )
}

function useMove(name: string, onDone: () => void) {
  const changed = useModelsChanged()
  return useMutation({
    mutationFn: ({
      action,
      version,
      alias,
      reason,
      allowsOther,
    }: MovedAlias & { reason: string; allowsOther: boolean }) =>
      action === 'promote'
        ? api.models.promote(name, { version, alias, reason, allow_other_signature: allowsOther })
        : api.models.rollback(name, { alias, reason }),
    onSuccess: async () => {
      await changed()
      onDone()
    },
  })
}
