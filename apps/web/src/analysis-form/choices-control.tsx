'use client'

import { choiceWords } from './choice-words.ts'
import type { FieldControlProps } from './field-control.ts'

/** Any of a few named options. */
export function ChoicesControl({ field, draft, onChange, id }: FieldControlProps) {
  const { options } = field.control as Extract<typeof field.control, { kind: 'choices' }>
  const chosen = Array.isArray(draft) ? (draft as readonly string[]) : []
  return (
    <div
      role="group"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-about`}
      className="flex flex-wrap gap-x-5 gap-y-2"
    >
      {options.map((option) => (
        <label key={option} className="flex cursor-pointer items-center gap-2 text-sm">
          <input
            type="checkbox"
            checked={chosen.includes(option)}
            onChange={(event) =>
              onChange(options.filter((each) => (each === option ? event.target.checked : chosen.includes(each))))
            }
            className="size-4 accent-accent"
          />
          {choiceWords(option)}
        </label>
      ))}
    </div>
  )
}
