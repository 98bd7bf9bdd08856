'use client'

import { useMutation } from '@tanstack/react-query'
import { CANDIDATE, type ModelDetail, type ModelVersion, type StartReleaseRequest } from '@zerosec/contract'
import { type SyntheticEvent, useState } from 'react'
import { api } from '../api/client.ts'
import { problemOf } from '../api/problem.ts'
import { Button } from '../controls/button.tsx'
import { Notice } from '../controls/notice.tsx'
import { Segment } from '../controls/segment.tsx'
import { useModelsChanged } from './use-registry.ts'

interface ReleaseFormProps {
  readonly model: ModelDetail
  /** Those that are not in production. */
  readonly candidates: readonly ModelVersion[]
  readonly mayChange: boolean
}

type Mode = StartReleaseRequest['mode']

const SHARES = [0.01, 0.05, 0.1, 0.25, 0.5, 1]
const FIRST_SHARE: Readonly<Record<Mode, number>> = { shadow: 1, canary: 0.05 }

/** Which version meets how much of the traffic, and how. */
export function ReleaseForm({ model, candidates, mayChange }: ReleaseFormProps) {
  const [version, setVersion] = useState(model.aliases[CANDIDATE] ?? candidates[0]!.version)
  const [mode, setMode] = useState<Mode>('shadow')
  const [share, setShare] = useState(FIRST_SHARE.shadow)
  const [allowsOther, setAllowsOther] = useState(false)
  const changed = useModelsChanged()
  const start = useMutation({
    mutationFn: () =>
      api.models.startRelease(model.model_name, { version, mode, share, allow_other_signature: allowsOther }),
    onSuccess: changed,
  })
  const problem = start.error ? problemOf(start.error) : null
  const chooseMode = (chosen: Mode) => {
    setMode(chosen)
    setShare(FIRST_SHARE[chosen])
  }
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    start.mutate()
  }
  return (
    <form
      onSubmit={submit}
      aria-label="Start a release"
      className="mt-4 rounded-lg border border-line bg-surface p-4 sm:p-5"
    >
      <div className="flex flex-wrap items-end gap-4">
        <label className="text-sm">
          <span className="block font-medium">Version</span>
          <select
            value={version}
            onChange={(event) => setVersion(Number(event.target.value))}
            className="field mt-1.5 w-auto"
          >
            {candidates.map((each) => (
              <option key={each.version} value={each.version}>
                {[`v${each.version}`, ...each.aliases].join(', ')}
              </option>
            ))}
          </select>
        </label>
        <fieldset className="inline-flex overflow-hidden rounded-md border border-line-strong">
          <legend className="sr-only">How it is released</legend>
          {(['shadow', 'canary'] as const).map((choice) => (
            <Segment
              key={choice}
              group="release-mode"
              label={choice === 'shadow' ? 'Shadow' : 'Canary'}
              value={choice}
              chosen={mode === choice}
              onChoose={() => chooseMode(choice)}
            />
          ))}
        </fieldset>
        <label className="text-sm">
          <span className="block font-medium">Share of the requests</span>
          <select
            value={share}
            onChange={(event) => setShare(Number(event.target.value))}
            className="field mt-1.5 w-auto"
          >
            {SHARES.map((each) => (
              <option key={each} value={each}>
                {each * 100} %
              </option>
            ))}
          </select>
        </label>
        <Button type="submit" look="primary" disabled={!mayChange || start.isPending} className="min-h-[2.375rem]">
          {start.isPending ? 'Starting' : mode === 'shadow' ? 'Start the shadow' : 'Start the canary'}
        </Button>
      </div>
      {problem && (
        <div className="mt-4" data-refused={problem.code}>
          <Notice level="serious" title="It was refused" alert>
            {problem.message}
            {problem.code === 'model_signature_differs' && (
              <label className="mt-3 flex items-start gap-2 text-ink">
                <input
                  type="checkbox"
                  checked={allowsOther}
                  onChange={(event) => setAllowsOther(event.target.checked)}
                  className="mt-1 accent-accent"
                />
                All who call it know that the columns change: release it all the same.
              </label>
            )}
          </Notice>
        </div>
      )}
    </form>
  )
}
