'use client'

import { Button } from '../controls/button.tsx'
import { isUsable } from '../table/column-words.ts'
import { ColumnOption } from './column-option.tsx'
import { ColumnSearch } from './column-search.tsx'
import { type FieldControlProps, responseColumns } from './field-control.ts'

/** Several columns. Of factors none chosen stands for every one that can serve, which is what the list then shows as ticked. */
export function ColumnsControl(props: FieldControlProps) {
  const { field, draft, onChange, columns, id } = props
  const responses = responseColumns(props)
  const usable = columns.filter((column) => isUsable(column) && !responses.has(column.name)).map(({ name }) => name)
  const named = (Array.isArray(draft) ? (draft as readonly string[]) : []).filter((name) => !responses.has(name))
  const noneMeansAll = !('use' in field.control && field.control.use === 'response')
  const chosen = new Set(named.length > 0 || !noneMeansAll ? named : usable)

  const choose = (names: ReadonlySet<string>) => {
    const everyUsable = noneMeansAll && names.size === usable.length && usable.every((name) => names.has(name))
    onChange(everyUsable ? [] : columns.map(({ name }) => name).filter((name) => names.has(name)))
  }
  const toggle = (name: string, on: boolean) => {
    const next = new Set(chosen)
    if (on) next.add(name)
    else next.delete(name)
    if (next.size > 0 || !noneMeansAll) choose(next)
  }

  return (
    <div role="group" aria-labelledby={`${id}-title`} aria-describedby={`${id}-about`}>
      <div className="mb-2 flex items-center gap-3 text-sm text-ink-soft">
        <span aria-live="polite">
          {chosen.size} of {columns.length - responses.size} columns
        </span>
        {named.length > 0 && noneMeansAll && (
          <Button look="quiet" className="min-h-7 px-2 py-0.5" onClick={() => onChange([])}>
            Take all that can serve
          </Button>
        )}
      </div>
      <ColumnSearch columns={columns} label={field.title}>
        {(column) => (
          <ColumnOption
            key={column.name}
            column={column}
            type="checkbox"
            group={id}
            chosen={chosen.has(column.name)}
            disabled={responses.has(column.name) ? 'the response' : undefined}
            onChange={(on) => toggle(column.name, on)}
          />
        )}
      </ColumnSearch>
    </div>
  )
}
