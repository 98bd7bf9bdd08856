'use client'

import { Button } from '../controls/button.tsx'
import { isUsable } from '../table/column-words.ts'
import { ColumnOption } from './column-option.tsx'
import { ColumnSearch } from './column-search.tsx'
import type { FieldControlProps } from './field-control.ts'

/** One column of the table: numbers first, what can't serve last. */
export function ColumnControl({ field, draft, onChange, columns, id, invalid }: FieldControlProps) {
  const rank = (column: (typeof columns)[number]) => (isUsable(column) ? (column.kind === 'number' ? 0 : 1) : 2)
  const ordered = columns.toSorted((left, right) => rank(left) - rank(right))
  return (
    <div role="radiogroup" aria-labelledby={`${id}-title`} aria-describedby={`${id}-about`} aria-invalid={invalid}>
      {!field.required && draft !== '' && (
        <Button look="quiet" className="mb-2 min-h-7 px-2 py-0.5" onClick={() => onChange('')}>
          None
        </Button>
      )}
      <ColumnSearch columns={ordered} label={field.title}>
        {(column) => (
          <ColumnOption
            key={column.name}
            column={column}
            type="radio"
            group={id}
            chosen={draft === column.name}
            disabled={column.role === 'constant' ? 'constant' : undefined}
            onChange={() => onChange(column.name)}
          />
        )}
      </ColumnSearch>
    </div>
  )
}
