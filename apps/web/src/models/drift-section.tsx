'use client'

import type { ModelDetail, ModelVersion } from '@zerosec/contract'
import { useState } from 'react'
import { problemOf } from '../api/problem.ts'
import { Notice } from '../controls/notice.tsx'
import { DriftTable } from './drift-table.tsx'
import { TrafficTable } from './traffic-table.tsx'
import { useDrift, useTraffic } from './use-registry.ts'

const WINDOWS = [
  { hours: 1, label: 'the last hour' },
  { hours: 24, label: 'the last 24 hours' },
  { hours: 168, label: 'the last 7 days' },
] as const

/** What was asked of the versions, and how far it has moved away from what the shown one was made from. */
export function DriftSection({ model, version }: { model: ModelDetail; version: ModelVersion }) {
  const [hours, setHours] = useState(24)
  const drift = useDrift(model.model_name, version.version, hours)
  const traffic = useTraffic(model.model_name, hours)
  return (
    <section id="drift" aria-labelledby="drift-title">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <h2 id="drift-title" className="text-xl">
          Traffic and drift
        </h2>
        <label className="flex items-center gap-2 text-sm text-ink-soft">
          In
          <select
            value={hours}
            onChange={(event) => setHours(Number(event.target.value))}
            className="field min-h-8 w-auto py-0.5 text-sm"
          >
            {WINDOWS.map((window) => (
              <option key={window.hours} value={window.hours}>
                {window.label}
              </option>
            ))}
          </select>
        </label>
      </div>
      <TrafficTable model={model} shown={version.version} hours={hours} />
      <p className="mt-2 text-xs text-ink-faint">
        Requests, errors and latency of two versions are counted side by side while one of them is released.
      </p>
      {drift.error && drift.error.message !== traffic.error?.message && (
        <div className="mt-4">
          <Notice level="serious" alert>
            {problemOf(drift.error).message}
          </Notice>
        </div>
      )}
      {drift.data && <DriftTable drift={drift.data} />}
    </section>
  )
}
