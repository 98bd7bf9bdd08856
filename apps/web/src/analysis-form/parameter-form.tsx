'use client'

import type { AnalysisDescription } from '@zerosec/contract'
import type { TableProfile } from '@zerosec/table'
import { type SyntheticEvent, useEffect, useRef } from 'react'
import { Icon } from '../controls/icon.tsx'
import { Notice } from '../controls/notice.tsx'
import type { Field } from './field.ts'
import { FieldGrid } from './field-grid.tsx'
import { ParameterField } from './parameter-field.tsx'
import { RunBar } from './run-bar.tsx'
import { useParameterForm } from './use-parameter-form.ts'
import { useSubmission } from './use-submission.ts'

interface ParameterFormProps {
  readonly analysis: AnalysisDescription
  readonly profile: TableProfile
  readonly given: Readonly<Record<string, unknown>>
}

/** The form of one analysis, made from its parameter schema. */
export function ParameterForm({ analysis, profile, given }: ParameterFormProps) {
  const columnNames = profile.columns.map(({ name }) => name)
  const form = useParameterForm(analysis, given, columnNames)
  const { submit, sending, problem } = useSubmission(form)
  const element = useRef<HTMLFormElement>(null)

  useEffect(() => {
    const [first] = Object.keys(form.problems)
    if (first) focusField(element.current, first)
  }, [form.problems])

  const send = (event: SyntheticEvent) => {
    event.preventDefault()
    const parameters = form.check()
    if (parameters) void submit(analysis.name, parameters)
  }
  const control = (field: Field) => (
    <ParameterField
      key={field.name}
      id={`parameter-${field.name}`}
      field={field}
      fields={form.fields}
      drafts={form.drafts}
      draft={form.drafts[field.name] ?? ''}
      columns={profile.columns}
      problem={form.problems[field.name]}
      invalid={field.name in form.problems}
      onChange={(draft) => form.change(field.name, draft)}
    />
  )
  const advanced = form.fields.filter((field) => field.advanced)

  return (
    <form ref={element} onSubmit={send} noValidate className="space-y-8" aria-label={analysis.title}>
      <FieldGrid fields={form.fields.filter((field) => !field.advanced)}>{control}</FieldGrid>
      {advanced.length > 0 && (
        <details className="group border-y border-line" open={advanced.some(({ name }) => name in form.problems)}>
          <summary className="flex list-none items-center gap-2 py-3 font-medium [&::-webkit-details-marker]:hidden">
            <Icon name="chevron" className="text-ink-faint transition-transform group-open:rotate-90" />
            More settings
          </summary>
          <div className="pt-3 pb-6">
            <FieldGrid fields={advanced}>{control}</FieldGrid>
          </div>
        </details>
      )}
      {problem && (
        <Notice level="serious" alert>
          <p data-code={problem.code}>{problem.message}</p>
        </Notice>
      )}
      <RunBar title={analysis.title} fields={form.fields} drafts={form.drafts} sending={sending} />
    </form>
  )
}

function focusField(form: HTMLElement | null, name: string): void {
  const field = form?.querySelector(`[data-parameter="${CSS.escape(name)}"]`)
  field?.querySelector<HTMLElement>('input:checked, input, textarea, select, button')?.focus()
}
