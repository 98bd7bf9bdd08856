'use client'

import { written } from './draft.ts'
import type { FieldControlProps } from './field-control.ts'

/** A number, a short text, or JSON where nothing better fits. Checked when the form is sent, not while typing. */
export function TextControl({ field, draft, onChange, id, invalid }: FieldControlProps) {
  const shared = {
    id,
    'aria-describedby': `${id}-about`,
    'aria-invalid': invalid,
    value: String(draft),
    spellCheck: false,
  }
  if (field.control.kind === 'json' || field.control.kind === 'lines') {
    return (
      <textarea
        {...shared}
        rows={4}
        placeholder={field.control.kind === 'json' ? '{ }' : ''}
        onChange={(event) => onChange(event.target.value)}
        className="field max-w-xl font-mono text-sm"
      />
    )
  }
  const isNumber = field.control.kind === 'number'
  return (
    <input
      {...shared}
      type="text"
      inputMode={isNumber ? 'decimal' : 'text'}
      autoComplete="off"
      placeholder={written(field.standard)}
      onChange={(event) => onChange(event.target.value)}
      className={`field ${isNumber ? 'max-w-32' : 'max-w-xl'}`}
    />
  )
}
