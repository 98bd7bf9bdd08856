'use client'

import { useMutation } from '@tanstack/react-query'
import { CANDIDATE, type ModelDetail, type ModelVersion, type StartReleaseRequest } from '@zerosec/contract'
import { type SyntheticEvent, useState } from 'react'
import { api } from '../api/client.ts'
import { problemOf } from '../api/problem.ts'
import { Button } from '../controls/button.tsx'
import { Segment } from '../controls/segment.tsx'
import { Refusal } from './refusal.tsx'
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
    if (!start.isPending) start.mutate()
  }
  return (
    <form
      onSubmit={submit}
      aria-label="Start a release"
      className="mt-4 rounded-lg border border-line bg-surface p-4 sm:p-5"
    >
      <div className="flex flex-wrap items-end gap-4">
        <VersionField candidates={candidates} chosen={version} onChoose={setVersion} />
        <ModeChoice chosen={mode} onChoose={chooseMode} />
        <ShareField chosen={share} onChoose={setShare} />
        <Button
          type="submit"
          look="primary"
          disabled={!mayChange}
          aria-disabled={start.isPending}
          className="min-h-[2.375rem]"
        >
          {start.isPending ? 'Starting' : mode === 'shadow' ? 'Start the shadow' : 'Start the canary'}
        </Button>
      </div>
      {problem && <Refusal problem={problem} verb="release" allowsOther={allowsOther} onAllow={setAllowsOther} />}
    </form>
  )
}

interface ChoiceProps<Value> {
  readonly chosen: Value
  readonly onChoose: (value: Value) => void
}

function VersionField({ candidates, chosen, onChoose }: ChoiceProps<number> & Pick<ReleaseFormProps, 'candidates'>) {
  return (
    <label className="text-sm">
      <span className="block font-medium">Version</span>
      <select value={chosen} onChange={(event) => onChoose(Number(event.target.value))} className="field mt-1.5 w-auto">
        {candidates.map(({ version, aliases }) => (
          <option key={version} value={version}>
            {[`v${version}`, ...aliases].join(', ')}
          </option>
        ))}
      </select>
    </label>
  )
}

function ModeChoice({ chosen, onChoose }: ChoiceProps<Mode>) {
  return (
    <fieldset className="text-sm">
      <legend className="font-medium">How</legend>
      <div className="mt-1.5 inline-flex overflow-hidden rounded-md border border-line-strong [&>label]:py-2">
        {(['shadow', 'canary'] as const).map((mode) => (
          <Segment
            key={mode}
            group="release-mode"
            label={mode === 'shadow' ? 'Shadow' : 'Canary'}
            value={mode}
            chosen={chosen === mode}
            onChoose={() => onChoose(mode)}
          />
        ))}
      </div>
    </fieldset>
  )
}

function ShareField({ chosen, onChoose }: ChoiceProps<number>) {
  return (
    <label className="text-sm">
      <span className="block font-medium">Share of the requests</span>
      <select value={chosen} onChange={(event) => onChoose(Number(event.target.value))} className="field mt-1.5 w-auto">
        {SHARES.map((share) => (
          <option key={share} value={share}>
            {share * 100} %
          </option>
        ))}
      </select>
    </label>
  )
}
