'use client'

import type { ModelDetail } from '@zerosec/contract'
import { useState } from 'react'
import { ArrivalHeading } from '../controls/arrival-heading.tsx'
import { Button } from '../controls/button.tsx'
import { VersionDiff } from './version-diff.tsx'
import { VersionSelect } from './version-select.tsx'

interface CompareVersionsProps {
  readonly model: ModelDetail
  /** The two to begin with. */
  readonly first: readonly [before: number, after: number]
  readonly onClose: () => void
}

/** Any two versions side by side; nothing is changed. */
export function CompareVersions({ model, first, onClose }: CompareVersionsProps) {
  const [[before, after], setPair] = useState(first)
  const [a, b] = [before, after].map((number) => model.version_list.find(({ version }) => version === number))
  return (
    <section
      aria-labelledby="compare"
      className="appear mt-4 rounded-lg border border-line-strong bg-surface p-4 sm:p-5"
    >
      <div className="flex flex-wrap items-start justify-between gap-3">
        <ArrivalHeading id="compare" level="h3" className="text-lg">
          Compare two versions
        </ArrivalHeading>
        <Button look="quiet" onClick={onClose}>
          Close
        </Button>
      </div>
      <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-2 text-sm">
        <VersionSelect
          model={model}
          label="Version before"
          chosen={before}
          onChoose={(next) => setPair([next, after])}
        />
        <span className="text-ink-faint">against</span>
        <VersionSelect
          model={model}
          label="Version after"
          chosen={after}
          onChoose={(next) => setPair([before, next])}
        />
      </div>
      {a && b && a !== b && <VersionDiff before={a} after={b} />}
      {a === b && <p className="mt-3 text-sm text-ink-soft">Choose two versions that are not the same.</p>}
    </section>
  )
}
