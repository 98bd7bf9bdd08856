'use client'

import type { Objective } from '@zerosec/contract'
import { type SyntheticEvent, useState } from 'react'
import { problemOf } from '../api/problem.ts'
import { Button } from '../controls/button.tsx'
import { Icon } from '../controls/icon.tsx'
import { GOAL_WORDS } from './objective-words.ts'
import { emptyObjective, type ObjectiveDraft, type ProjectDraft, type ProjectText, readDraft } from './project-draft.ts'

interface ProjectFormProps {
  readonly given: ProjectDraft
  readonly action: string
  readonly onSave: (text: ProjectText) => Promise<void>
  readonly onCancel: () => void
}

const MOST_OBJECTIVES = 10

/** A project's name, what it is about, and what is wanted of which response. */
export function ProjectForm({ given, action, onSave, onCancel }: ProjectFormProps) {
  const [draft, setDraft] = useState(given)
  const [problem, setProblem] = useState<string | null>(null)
  const [saving, setSaving] = useState(false)
  const save = async (event: SyntheticEvent) => {
    event.preventDefault()
    const text = readDraft(draft)
    if ('problem' in text) return setProblem(text.problem)
    setSaving(true)
    setProblem(null)
    try {
      await onSave(text)
    } catch (error) {
      setProblem(problemOf(error).message)
      setSaving(false)
    }
  }
  const change = (id: number, changes: Partial<ObjectiveDraft>) =>
    setDraft({ ...draft, objectives: draft.objectives.map((one) => (one.id === id ? { ...one, ...changes } : one)) })

  return (
    <form onSubmit={save} noValidate aria-label={action} className="max-w-2xl space-y-5">
      <label className="block">
        <span className="font-medium">Name</span>
        <input
          type="text"
          autoComplete="off"
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- the form came because the user asked for it
          autoFocus
          maxLength={200}
          value={draft.name}
          aria-invalid={problem !== null && draft.name.trim() === ''}
          onChange={(event) => setDraft({ ...draft, name: event.target.value })}
          className="field mt-1.5"
        />
      </label>
      <label className="block">
        <span className="font-medium">
          What it is about <span className="font-normal text-ink-faint">(optional)</span>
        </span>
        <textarea
          rows={2}
          maxLength={4000}
          value={draft.description}
          onChange={(event) => setDraft({ ...draft, description: event.target.value })}
          className="field mt-1.5"
        />
      </label>
      <fieldset>
        <legend className="font-medium">What is wanted</legend>
        <p className="mt-0.5 text-sm text-ink-soft">
          Responses by the names of their columns. Each round shows how far it came with them.
        </p>
        <ul className="mt-2 space-y-2">
          {draft.objectives.map((objective, k) => (
            <ObjectiveRow
              key={objective.id}
              objective={objective}
              place={k + 1}
              onChange={(changes) => change(objective.id, changes)}
              onRemove={() =>
                setDraft({ ...draft, objectives: draft.objectives.filter(({ id }) => id !== objective.id) })
              }
            />
          ))}
        </ul>
        {draft.objectives.length < MOST_OBJECTIVES && (
          <Button
            look="quiet"
            className="mt-2 -ml-3"
            onClick={() => setDraft({ ...draft, objectives: [...draft.objectives, emptyObjective()] })}
          >
            <Icon name="plus" /> Add a response
          </Button>
        )}
      </fieldset>
      {problem && (
        <p role="alert" className="text-sm font-medium text-serious">
          {problem}
        </p>
      )}
      <div className="flex gap-3">
        <Button type="submit" look="primary" disabled={saving}>
          {action}
        </Button>
        <Button onClick={onCancel}>Cancel</Button>
      </div>
    </form>
  )
}

interface ObjectiveRowProps {
  readonly objective: ObjectiveDraft
  readonly place: number
  readonly onChange: (changes: Partial<ObjectiveDraft>) => void
  readonly onRemove: () => void
}

function ObjectiveRow({ objective, place, onChange, onRemove }: ObjectiveRowProps) {
  const numbers = { target: ['target'], range: ['low', 'high'], maximise: [], minimise: [] } as const
  return (
    <li className="flex flex-wrap items-center gap-2">
      <input
        type="text"
        autoComplete="off"
        spellCheck={false}
        aria-label={`Response ${place}`}
        placeholder="column"
        value={objective.column}
        onChange={(event) => onChange({ column: event.target.value })}
        className="field min-w-40 flex-1"
      />
      <select
        aria-label={`Goal of response ${place}`}
        value={objective.goal}
        onChange={(event) => onChange({ goal: event.target.value as Objective['goal'] })}
        className="field w-52"
      >
        {Object.entries(GOAL_WORDS).map(([goal, words]) => (
          <option key={goal} value={goal}>
            {words}
          </option>
        ))}
      </select>
      {numbers[objective.goal].map((field) => (
        <input
          key={field}
          type="text"
          inputMode="decimal"
          autoComplete="off"
          aria-label={`${NUMBER_WORDS[field]} of response ${place}`}
          placeholder={NUMBER_WORDS[field].toLowerCase()}
          value={objective[field]}
          onChange={(event) => onChange({ [field]: event.target.value })}
          className="field w-24"
        />
      ))}
      <Button look="quiet" className="px-2" aria-label={`Remove response ${place}`} onClick={onRemove}>
        <Icon name="close" />
      </Button>
    </li>
  )
}

const NUMBER_WORDS = { target: 'Value', low: 'From', high: 'To' } as const
