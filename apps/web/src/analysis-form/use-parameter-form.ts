'use client'

import type { AnalysisDescription } from '@zerosec/contract'
import { useMemo, useState } from 'react'
import type { Problem } from '../api/problem.ts'
import { type Draft, draftOf, parameterValues } from './draft.ts'
import type { Field } from './field.ts'
import { readSchema } from './read-schema.ts'

/** The one parameter that is not in the form: the sheet is chosen where the table is shown. */
export const SHEET = 'sheet'

type Given = Readonly<Record<string, unknown>>

/** The state of one analysis' form: what is in the fields and what is wrong with them. */
export function useParameterForm(analysis: AnalysisDescription, given: Given, columnNames: readonly string[]) {
  const fields = useMemo(() => readSchema(analysis.parameters).filter(({ name }) => name !== SHEET), [analysis])
  const [drafts, setDrafts] = useState(() => startDrafts(fields, given, columnNames))
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({})

  return {
    fields,
    drafts,
    problems,
    change(name: string, draft: Draft) {
      setDrafts((before) => ({ ...before, [name]: draft }))
      setProblems(({ [name]: _solved, ...rest }) => rest)
    },
    /** The parameters to send; null when a field has to be corrected first. */
    check(): Record<string, unknown> | null {
      const checked = parameterValues(fields, drafts)
      setProblems(checked.problems)
      return Object.keys(checked.problems).length > 0 ? null : checked.values
    },
    /** Puts what the API refused at its field; false when it belongs to no field. */
    refuse({ parameter, message }: Problem): boolean {
      const known = fields.some(({ name }) => name === parameter)
      if (known && parameter) setProblems({ [parameter]: message })
      return known
    },
  }
}

/** Given values, except columns that this table does not have. */
function startDrafts(fields: readonly Field[], given: Given, columnNames: readonly string[]): Record<string, Draft> {
  const known = new Set(columnNames)
  const start = (field: Field): Draft => {
    const draft = draftOf(field, given[field.name])
    if (field.control.kind === 'column') return known.has(String(draft)) ? draft : ''
    if (field.control.kind === 'columns' && Array.isArray(draft)) return draft.filter((name) => known.has(name))
    return draft
  }
  return Object.fromEntries(fields.map((field) => [field.name, start(field)]))
}
