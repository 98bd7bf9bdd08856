'use client'

import type { CreatedKey, Scope } from '@zerosec/contract'
import { type SyntheticEvent, useState } from 'react'
import { api } from '../api/client.ts'
import { problemOf } from '../api/problem.ts'
import { Button } from '../controls/button.tsx'

const SCOPE_WORDS: readonly { readonly scope: Scope; readonly label: string }[] = [
  { scope: 'read', label: 'Read jobs and results' },
  { scope: 'submit', label: 'Read, upload and submit jobs' },
  { scope: 'admin', label: 'All of it, and manage keys' },
]
const DAYS = [
  { days: 30, label: '30 days' },
  { days: 90, label: '90 days' },
  { days: 365, label: 'A year' },
  { days: 0, label: 'Until it is revoked' },
] as const

/** What a new key is for, what it may do and for how long. */
export function KeyForm(props: { onCreated: (key: CreatedKey) => void; onCancel: () => void }) {
  const [name, setName] = useState('')
  const [scope, setScope] = useState<Scope>('submit')
  const [days, setDays] = useState(90)
  const [problem, setProblem] = useState<string | null>(null)
  const create = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault()
    if (name.trim() === '') return setProblem('Say what the key is for.')
    setProblem(null)
    try {
      props.onCreated(await api.access.createKey({ name, scope, expires_in_days: days === 0 ? null : days }))
    } catch (error) {
      setProblem(problemOf(error).message)
    }
  }

  return (
    <form
      onSubmit={create}
      noValidate
      aria-label="New key"
      className="appear mt-5 max-w-2xl space-y-5 rounded-lg border border-line bg-surface p-5 sm:p-6"
    >
      <label className="block">
        <span className="font-medium">What it is for</span>
        <input
          type="text"
          autoComplete="off"
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- the form came because the user asked for it
          autoFocus
          maxLength={100}
          value={name}
          aria-invalid={problem !== null && name.trim() === ''}
          onChange={(event) => setName(event.target.value)}
          className="field mt-1.5"
        />
      </label>
      <div className="grid gap-5 sm:grid-cols-2">
        <Choice
          label="What it may do"
          value={scope}
          options={SCOPE_WORDS.map((choice) => [choice.scope, choice.label] as const)}
          onChange={(chosen) => setScope(chosen as Scope)}
        />
        <Choice
          label="How long"
          value={String(days)}
          options={DAYS.map((choice) => [String(choice.days), choice.label] as const)}
          onChange={(chosen) => setDays(Number(chosen))}
        />
      </div>
      {problem && (
        <p role="alert" className="text-sm font-medium text-serious">
          {problem}
        </p>
      )}
      <FormButtons onCancel={props.onCancel} />
    </form>
  )
}

function FormButtons({ onCancel }: { onCancel: () => void }) {
  return (
    <div className="flex gap-3">
      <Button type="submit" look="primary">
        Make the key
      </Button>
      <Button onClick={onCancel}>Cancel</Button>
    </div>
  )
}

function Choice(props: {
  label: string
  value: string
  options: readonly (readonly [value: string, label: string])[]
  onChange: (value: string) => void
}) {
  return (
    <label className="block">
      <span className="font-medium">{props.label}</span>
      <select value={props.value} onChange={(event) => props.onChange(event.target.value)} className="field mt-1.5">
        {props.options.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </label>
  )
}
