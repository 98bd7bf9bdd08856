'use client'

import { useId, useState } from 'react'
import { formatShort } from '../numbers/format.ts'
import { typedNumber, typedNumberProblem } from '../numbers/typed-number.ts'
import { withBrush } from './brushes.ts'
import type { Exploration } from './exploration.ts'

/** The brushes as numbers to type, for those who do not use a pointer, or who know the limit. */
export function LimitFields({ exploration, axes }: { exploration: Exploration; axes: readonly number[] }) {
  return (
    <div className="grid gap-x-6 gap-y-2 sm:grid-cols-2 lg:grid-cols-3">
      {axes.map((place) => (
        <LimitField key={place} exploration={exploration} place={place} />
      ))}
    </div>
  )
}

function LimitField({ exploration, place }: { exploration: Exploration; place: number }) {
  const id = useId()
  const { table, scales, brushes, onBrush } = exploration
  const { name, unit } = table.columns[place]!
  const scale = scales[place]!
  const brush = brushes[place]
  if (!scale.isNumber) {
    const half = 0.5 / scale.marks.length
    const chosen = scale.marks.find(({ at }) => brush && Math.abs((brush.from + brush.to) / 2 - at) < 1e-9)
    return (
      <div>
        <label htmlFor={id} className="label">
          {name}
        </label>
        <select
          id={id}
          value={chosen === undefined ? '' : String(chosen.value)}
          onChange={(event) => {
            const mark = scale.marks.find(({ value }) => value === event.target.value)
            onBrush(withBrush(brushes, place, mark ? { from: mark.at - half, to: mark.at + half } : null))
          }}
          className="field min-h-8 py-0.5 text-sm"
        >
          <option value="">{brush && !chosen ? 'several' : 'all'}</option>
          {scale.marks.map(({ value }) => (
            <option key={value}>{value}</option>
          ))}
        </select>
      </div>
    )
  }
  const limit = (end: 'from' | 'to', value: number | null) => {
    const place01 = value === null ? (end === 'from' ? 0 : 1) : scale.at(value)
    const next = { from: brush?.from ?? 0, to: brush?.to ?? 1, [end]: place01 }
    onBrush(withBrush(brushes, place, next.from <= 0 && next.to >= 1 ? null : next))
  }
  return (
    <fieldset>
      <legend className="label">
        {name}
        {unit && ` ${unit}`}
      </legend>
      <div className="flex items-start gap-2">
        {(['from', 'to'] as const).map((end) => (
          <LimitInput
            key={end}
            label={`${name} ${end}`}
            value={brush ? scale.numberAt(brush[end]) : null}
            hint={formatShort(scale.numberAt(end === 'from' ? 0 : 1))}
            onLimit={(value) => limit(end, value)}
          />
        ))}
      </div>
    </fieldset>
  )
}

function LimitInput(props: {
  label: string
  value: number | null
  hint: string
  onLimit: (value: number | null) => void
}) {
  const { label, value, hint, onLimit } = props
  const problemId = useId()
  const [typed, setTyped] = useState<string | null>(null)
  const problem =
    typed === null || typed.trim() === '' || typedNumber(typed) !== null ? null : typedNumberProblem(typed)
  return (
    <span className="block min-w-0 flex-1">
      <input
        aria-label={label}
        aria-invalid={problem !== null}
        aria-describedby={problem === null ? undefined : problemId}
        type="text"
        inputMode="decimal"
        autoComplete="off"
        placeholder={hint}
        value={typed ?? (value === null ? '' : String(Number(value.toPrecision(4))))}
        onChange={(event) => {
          setTyped(event.target.value)
          onLimit(typedNumber(event.target.value))
        }}
        // what could not be read stays to be put right
        onBlur={() => problem === null && setTyped(null)}
        className="field min-h-8 py-0.5 font-mono text-sm"
      />
      {problem !== null && (
        <span id={problemId} className="block text-xs text-serious">
          {problem}
        </span>
      )}
    </span>
  )
}
