'use client'

import { useState } from 'react'
import { Segment } from '../controls/segment.tsx'
import { choiceWords } from './choice-words.ts'
import type { FieldControlProps } from './field-control.ts'

const OTHER = ' other'

/** One of a few named options side by side; with `free` also a text of the user's own, such as a formula. */
export function ChoiceControl({ field, draft, onChange, id, invalid }: FieldControlProps) {
  const { options, free } = field.control as Extract<typeof field.control, { kind: 'choice' }>
  const [own, setOwn] = useState(free && draft !== '' && !options.includes(String(draft)))
  return (
    <div
      role="radiogroup"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-about`}
      aria-invalid={invalid}
      className="space-y-2"
    >
      <div className="inline-flex max-w-full flex-wrap overflow-hidden rounded-md border border-line-strong bg-surface">
        {options.map((option) => (
          <Segment
            key={option}
            group={id}
            value={option}
            label={choiceWords(option)}
            chosen={!own && draft === option}
            onChoose={() => {
              setOwn(false)
              onChange(option)
            }}
          />
        ))}
        {free && (
          <Segment
            group={id}
            value={OTHER}
            label="Formula"
            chosen={own}
            onChoose={() => {
              setOwn(true)
              onChange('')
            }}
          />
        )}
      </div>
      {own && (
        <input
          type="text"
          spellCheck={false}
          aria-label={`${field.title}, as a formula`}
          aria-describedby={`${id}-about`}
          aria-invalid={invalid}
          placeholder="a + b + a:b + I(a^2)"
          value={String(draft)}
          onChange={(event) => onChange(event.target.value)}
          className="field max-w-xl font-mono text-sm"
        />
      )}
    </div>
  )
}
