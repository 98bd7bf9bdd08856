'use client'

import { type SyntheticEvent, useState } from 'react'
import { problemOf } from '../api/problem.ts'
import { Button } from '../controls/button.tsx'
import { ObjectivesEditor } from './objectives-editor.tsx'
import { type ProjectDraft, type ProjectText, readDraft } from './project-draft.ts'

interface ProjectFormProps {
  readonly given: ProjectDraft
  readonly action: string
  readonly onSave: (text: ProjectText) => Promise<void>
  readonly onCancel: () => void
}

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
      <ObjectivesEditor objectives={draft.objectives} onChange={(objectives) => setDraft({ ...draft, objectives })} />
      {problem && (
        <p role="alert" className="text-sm font-medium text-serious">
          {problem}
        </p>
      )}
      <FormButtons action={action} saving={saving} onCancel={onCancel} />
    </form>
  )
}

function FormButtons({ action, saving, onCancel }: { action: string; saving: boolean; onCancel: () => void }) {
  return (
    <div className="flex gap-3">
      <Button type="submit" look="primary" disabled={saving}>
        {action}
      </Button>
      <Button onClick={onCancel}>Cancel</Button>
    </div>
  )
}
