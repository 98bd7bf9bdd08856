'use client'

import type { DriftColumn, DriftResponse, ModelDetail, ModelVersion } from '@zerosec/contract'
import { useState } from 'react'
import { problemOf } from '../api/problem.ts'
import { Icon, type IconName } from '../controls/icon.tsx'
import { Notice } from '../controls/notice.tsx'
import { formatInteger, formatNumber, formatPercent, formatPValue } from '../numbers/format.ts'
import { TrafficTable } from './traffic-table.tsx'
import { useDrift } from './use-registry.ts'

const WINDOWS = [
  { hours: 1, label: 'the last hour' },
  { hours: 24, label: 'the last 24 hours' },
  { hours: 168, label: 'the last 7 days' },
] as const

/** What was asked of the versions, and how far it has moved away from what the shown one was made from. */
export function DriftSection({ model, version }: { model: ModelDetail; version: ModelVersion }) {
  const [hours, setHours] = useState(24)
  const drift = useDrift(model.model_name, version.version, hours)
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
      {drift.error && (
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

const STATES: Readonly<Record<DriftColumn['state'], { words: string; icon: IconName; look: string }>> = {
  stable: { words: 'as in training', icon: 'check', look: 'text-good' },
  shifting: { words: 'shifting', icon: 'caution', look: 'text-caution' },
  drifted: { words: 'drifted', icon: 'serious', look: 'text-serious' },
  not_enough: { words: 'not enough yet', icon: 'note', look: 'text-ink-faint' },
  not_measured: { words: 'not measured', icon: 'note', look: 'text-ink-faint' },
}

function DriftTable({ drift }: { drift: DriftResponse }) {
  const head = 'py-1.5 pl-4 text-right font-medium whitespace-nowrap text-ink-faint'
  return (
    <>
      <h3 className="mt-6 text-base">Drift of version {drift.version}</h3>
      <p className="mt-1 text-sm text-ink-soft">{baselineWords(drift)}</p>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reached by keys */}
      <div className="scroll-box mt-2" tabIndex={0} role="region" aria-label="Drift of each column">
        <table className="w-full text-sm" data-testid="drift">
          <thead>
            <tr className="border-b border-line">
              <th scope="col" className="py-1.5 text-left font-medium text-ink-faint">
                Column
              </th>
              <th scope="col" className="py-1.5 pl-4 text-left font-medium text-ink-faint">
                Now
              </th>
              {['PSI', 'KS', 'p of KS', 'Rows', 'Empty'].map((title) => (
                <th key={title} scope="col" className={head}>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {drift.inputs.map((column) => (
              <DriftRow key={column.name} column={column} minimum={drift.minimum_rows} />
            ))}
            <DriftRow column={drift.output} minimum={drift.minimum_rows} isOutput />
          </tbody>
        </table>
      </div>
      <p className="mt-2 text-xs text-ink-faint">
        PSI above 0.1 is shifting, above 0.25 drifted; KS is the largest distance of the two distributions.
      </p>
    </>
  )
}

function DriftRow({ column, minimum, isOutput }: { column: DriftColumn; minimum: number; isOutput?: true }) {
  const { name, state, rows, psi, ks, ks_p: p, missing_share: missing } = column
  const { words, icon, look } = STATES[state]
  const cell = 'py-1.5 pl-4 text-right font-mono whitespace-nowrap'
  return (
    <tr data-column={name} data-drift={state}>
      <th scope="row" className="py-1.5 text-left font-normal">
        {name}
        {isOutput && <span className="ml-2 text-xs text-ink-faint">prediction</span>}
      </th>
      <td className={`py-1.5 pl-4 whitespace-nowrap ${look}`}>
        <span className="inline-flex items-center gap-1.5">
          <Icon name={icon} /> {words}
          {state === 'not_enough' && rows < minimum && `: ${formatInteger(rows)} of ${formatInteger(minimum)} rows`}
        </span>
      </td>
      <td className={cell}>{psi === null ? '–' : psi.toFixed(3)}</td>
      <td className={cell}>{ks === null ? '–' : ks.toFixed(3)}</td>
      <td className={cell}>{p === null ? '–' : formatPValue(p)}</td>
      <td className={cell}>{formatInteger(rows)}</td>
      <td className={cell}>{missing === null ? '–' : missing === 0 ? '0' : formatPercent(missing)}</td>
    </tr>
  )
}

function baselineWords({ baseline, baseline_rows: rows, minimum_rows: minimum }: DriftResponse): string {
  if (baseline === 'training') return `Against ${formatInteger(rows)} training rows that the model’s file keeps.`
  if (baseline === 'first_rows')
    return `Against the first ${formatInteger(rows)} rows that it was asked: its file keeps no training rows.`
  return `There is nothing to compare with yet. The comparison begins with the first requests, and says something from ${formatNumber(minimum)} rows on.`
}
