'use client'

import { Icon } from '../controls/icon.tsx'
import type { Usual } from './anomaly-request.ts'

const SHOWN = 3

/** What was unusual, in words: the newest first. */
export function UnusualList({ usual, grain }: { usual: Usual; grain: string }) {
  const { marks, status } = usual
  if (status === 'not_enough_history') {
    return (
      <p className="mt-2 text-xs text-ink-faint">
        Not enough history to tell what is usual: it takes {HISTORY[grain] ?? 'more'} before the first {grain} shown.
      </p>
    )
  }
  if (marks.length === 0) return null
  const newest = marks.toReversed()
  return (
    <details className="mt-2 text-xs text-ink-soft" open={marks.length <= SHOWN}>
      <summary className="w-fit cursor-pointer rounded-md">
        <Icon name="caution" className="mr-1 inline align-[-0.2em] text-caution" />
        {marks.length === 1 ? `1 unusual ${grain}` : `${marks.length} unusual ${grain}s`}
      </summary>
      <ul className="mt-1 max-h-40 space-y-1 overflow-y-auto pl-5">
        {newest.map(({ place, sentence }) => (
          <li key={place}>{sentence}</li>
        ))}
      </ul>
    </details>
  )
}

const HISTORY: Readonly<Record<string, string>> = {
  day: 'four weeks',
  week: 'eight weeks',
  month: 'eight months',
}
