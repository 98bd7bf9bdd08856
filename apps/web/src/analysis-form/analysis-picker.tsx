'use client'

import type { AnalysisDescription } from '@zerosec/contract'

interface AnalysisPickerProps {
  readonly analyses: readonly AnalysisDescription[]
  readonly chosen: string
  readonly onChoose: (name: string) => void
}

/** What can be asked of a table, a card each. */
export function AnalysisPicker({ analyses, chosen, onChoose }: AnalysisPickerProps) {
  return (
    <div role="radiogroup" aria-labelledby="question" className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
      {analyses.map(({ name, title, summary }) => (
        <label
          key={name}
          className="relative cursor-pointer rounded-lg border border-line-strong bg-surface p-4 transition-colors hover:border-ink-faint has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name="analysis"
            value={name}
            checked={name === chosen}
            onChange={() => onChoose(name)}
            className="absolute top-4.5 right-4 size-4 accent-accent outline-none"
          />
          <span className="block pr-8 font-medium">{title}</span>
          <span className="mt-1 block text-sm text-ink-soft">{summary}</span>
        </label>
      ))}
    </div>
  )
}
