'use client'

import { useMutation } from '@tanstack/react-query'
import { type Artifact, type JobDetail, ModelName, type ModelSummary, PRODUCTION } from '@zerosec/contract'
import { useRouter } from 'next/navigation'
import { type SyntheticEvent, useState } from 'react'
import { api } from '../api/client.ts'
import { problemOf } from '../api/problem.ts'
import { Button } from '../controls/button.tsx'
import { Notice } from '../controls/notice.tsx'
import { modelAddress } from './model-address.ts'
import { NoteField } from './note-field.tsx'
import { proposedName } from './proposed-name.ts'
import { useMayChange, useModelsChanged, useRegistry } from './use-registry.ts'

interface RegisterModelProps {
  readonly job: Pick<JobDetail, 'file_name'>
  readonly artifact: Artifact
}

/** Makes a model file of a job a service, under a name; closed until it is asked for. */
export function RegisterModel({ job, artifact }: RegisterModelProps) {
  const [isOpen, setOpen] = useState(false)
  const mayChange = useMayChange()
  if (isOpen) return <RegisterForm job={job} artifact={artifact} onCancel={() => setOpen(false)} />
  return (
    <div className="max-sm:basis-full">
      <Button
        onClick={() => setOpen(true)}
        disabled={!mayChange}
        title={mayChange ? undefined : 'It needs a key or session that may submit.'}
      >
        Register as a service
        <span className="sr-only"> {artifact.file_name}</span>
      </Button>
    </div>
  )
}

function RegisterForm({ job, artifact, onCancel }: RegisterModelProps & { onCancel: () => void }) {
  const [name, setName] = useState(() => proposedName(job.file_name, artifact.file_name))
  const registry = useRegistry()
  const known = registry.data?.find((model) => model.model_name === name)
  const [alias, setAlias] = useState(true)
  const [note, setNote] = useState('')
  const register = useRegistration()
  const isName = ModelName.safeParse(name).success
  const problem = register.error ? problemOf(register.error).message : null
  // a version that is there already stays in production until the two were compared
  const isProduction = alias && known?.aliases[PRODUCTION] === undefined
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    if (isName && !register.isPending) register.mutate({ name, fileKey: artifact.file_key, isProduction, note })
  }
  return (
    <form
      onSubmit={submit}
      noValidate
      aria-label="Register as a service"
      className="appear basis-full rounded-lg border border-line-strong bg-surface p-4"
    >
      <label className="block max-w-md">
        <span className="font-medium">Name of the service</span>
        <input
          type="text"
          autoComplete="off"
          spellCheck={false}
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- the form came because the user asked for it
          autoFocus
          value={name}
          aria-invalid={!isName}
          aria-describedby="register-note"
          onChange={(event) => setName(event.target.value)}
          className="field mt-1.5 font-mono text-sm"
        />
      </label>
      <p id="register-note" className={`mt-1.5 text-sm ${isName ? 'text-ink-soft' : 'text-serious'}`}>
        {nameNote(isName, known)}
      </p>
      <NoteField label="What is new in it" kept="with the version" longest={4000} note={note} onChange={setNote} />
      <ProductionChoice current={known?.aliases[PRODUCTION]} chosen={alias} onChoose={setAlias} />
      {problem !== null && (
        <div className="mt-3">
          <Notice level="serious" alert>
            {problem}
          </Notice>
        </div>
      )}
      <div className="mt-4 flex flex-wrap gap-3">
        <Button type="submit" look="primary" disabled={!isName} aria-disabled={register.isPending}>
          {register.isPending ? 'Registering' : 'Register'}
        </Button>
        <Button onClick={onCancel} disabled={register.isPending}>
          Cancel
        </Button>
      </div>
    </form>
  )
}

interface ProductionChoiceProps {
  /** The version that is in production. */
  readonly current: number | undefined
  readonly chosen: boolean
  readonly onChoose: (chosen: boolean) => void
}

function ProductionChoice({ current, chosen, onChoose }: ProductionChoiceProps) {
  if (current !== undefined) {
    return (
      <p className="mt-3 text-sm text-ink-soft">
        Version {current} stays in production. Compare and promote the new one on its page.
      </p>
    )
  }
  return (
    <label className="mt-3 flex items-center gap-2 text-sm">
      <input
        type="checkbox"
        checked={chosen}
        onChange={(event) => onChoose(event.target.checked)}
        className="accent-accent"
      />
      Put it into production at once
    </label>
  )
}

function nameNote(isName: boolean, known: ModelSummary | undefined): string {
  if (!isName) return 'Up to 64 small letters, digits, points, hyphens and underscores; the first is a letter or digit.'
  return known === undefined
    ? 'A new model. Programs will ask it by this name.'
    : `This model exists and predicts ${known.target}: it will be version ${known.latest + 1}, unless its bytes are those of an earlier one.`
}

interface Registration {
  readonly name: string
  readonly fileKey: string
  readonly isProduction: boolean
  readonly note: string
}

function useRegistration() {
  const router = useRouter()
  const changed = useModelsChanged()
  return useMutation({
    mutationFn: ({ name, fileKey, isProduction, note }: Registration) =>
      api.models.register({ name, file_key: fileKey, note, ...(isProduction ? { alias: PRODUCTION } : {}) }),
    onSuccess: async ({ model_name: name, version }) => {
      await changed()
      router.push(modelAddress(name, version))
    },
  })
}
