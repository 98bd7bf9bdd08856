'use client'

import { useMutation } from '@tanstack/react-query'
import type { Release } from '@zerosec/contract'
import { Actor } from '../access/actor.tsx'
import { api } from '../api/client.ts'
import { problemOf } from '../api/problem.ts'
import { Button } from '../controls/button.tsx'
import { Notice } from '../controls/notice.tsx'
import { formatInteger, formatNumber, formatPercent } from '../numbers/format.ts'
import { useModelsChanged } from './use-registry.ts'

const STATES: Readonly<Record<Release['state'], { words: string; look: string }>> = {
  running: { words: 'running', look: 'text-accent' },
  returned: { words: 'returned by itself', look: 'text-serious' },
  ended: { words: 'ended', look: 'text-ink-faint' },
}

interface ReleaseReportProps {
  readonly release: Release
  readonly mayChange: boolean
  /** After its button ended it. */
  readonly onEnded?: () => void
}

/** A candidate and production side by side, on the requests that both could have answered. */
export function ReleaseReport({ release, mayChange, onEnded }: ReleaseReportProps) {
  const { mode, state, version, reason } = release
  const isRunning = state === 'running'
  return (
    <div
      data-release={release.release_id}
      data-state={state}
      className={`mt-4 rounded-lg border bg-surface p-4 sm:p-5 ${isRunning ? 'border-accent' : 'border-line'}`}
    >
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div>
          <p className="font-medium">
            Version {version} as a {mode}
            <span className={`ml-2 text-sm ${STATES[state].look}`}>{STATES[state].words}</span>
          </p>
          <p className="text-sm text-ink-soft">
            <When release={release} />
          </p>
          {reason && <p className="mt-1 text-sm text-ink first-letter:uppercase">{reason}</p>}
        </div>
        {isRunning && <EndButton name={release.model_name} mayChange={mayChange} onEnded={onEnded} />}
      </div>
      <Sides release={release} />
      <Differences release={release} />
    </div>
  )
}

/** "It answers 5 % of the requests beside version 1, since …": of one that is over, what it did. */
function When({ release }: { release: Release }) {
  const { mode, state, share, started_at: start, ended_at: end, started_by: actor, production_version } = release
  const isRunning = state === 'running'
  const verb = mode === 'canary' ? (isRunning ? 'answers' : 'answered') : isRunning ? 'sees' : 'saw'
  return (
    <>
      It {verb} {formatPercent(share)} of the requests beside version {production_version},{' '}
      {isRunning || end === null ? 'since ' : 'from '}
      <time dateTime={start}>{new Date(start).toLocaleString()}</time>
      {end !== null && (
        <>
          {' to '}
          <time dateTime={end}>{new Date(end).toLocaleString()}</time>
        </>
      )}
      , started by <Actor actor={actor} />.
    </>
  )
}

interface EndButtonProps extends Pick<ReleaseReportProps, 'mayChange'> {
  readonly name: string
  readonly onEnded: (() => void) | undefined
}

function EndButton({ name, mayChange, onEnded }: EndButtonProps) {
  const changed = useModelsChanged()
  const end = useMutation({
    mutationFn: () => api.models.endRelease(name),
    onSuccess: async () => {
      await changed()
      onEnded?.()
    },
  })
  return (
    <div>
      <Button onClick={() => !end.isPending && end.mutate()} disabled={!mayChange} aria-disabled={end.isPending}>
        {end.isPending ? 'Ending' : 'End the release'}
      </Button>
      {end.error && (
        <div className="mt-2 max-w-xs">
          <Notice level="serious" alert>
            {problemOf(end.error).message}
          </Notice>
        </div>
      )}
    </div>
  )
}

function Sides({ release }: { release: Release }) {
  const { production, candidate, production_version, version } = release
  const sides = [
    { key: 'production', name: `v${production_version}, production`, side: production },
    { key: 'candidate', name: `v${version}, ${release.mode}`, side: candidate },
  ]
  const head = 'py-1.5 pl-4 text-right font-medium whitespace-nowrap text-ink-faint'
  const cell = 'py-1.5 pl-4 text-right font-mono whitespace-nowrap'
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reached by keys
    <div className="scroll-box mt-3" tabIndex={0} role="region" aria-label="Both versions side by side">
      <table className="w-full text-sm">
        <thead>
          <tr className="border-b border-line">
            <th scope="col" className="py-1.5 text-left font-medium text-ink-faint">
              Version
            </th>
            {['Requests', 'Rows', 'Errors', 'Half within', '95 % within'].map((title) => (
              <th key={title} scope="col" className={head}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {sides.map(({ key, name, side }) => (
            <tr key={key} data-side={key}>
              <th scope="row" className="py-1.5 text-left font-normal whitespace-nowrap">
                {name}
              </th>
              <td className={cell} data-count="requests">
                {formatInteger(side.requests)}
              </td>
              <td className={cell} data-count="rows">
                {formatInteger(side.rows)}
              </td>
              <td className={`${cell} ${side.errors > 0 ? 'text-serious' : ''}`} data-count="errors">
                {formatInteger(side.errors)}
              </td>
              <td className={cell}>{milliseconds(side.p50_ms)}</td>
              <td className={cell}>{milliseconds(side.p95_ms)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function milliseconds(value: number | null): string {
  return value === null ? '–' : `${formatNumber(value, 2)} ms`
}

/** What the candidate would have changed. */
function Differences({ release: { score_psi: psi, limits, differences } }: { release: Release }) {
  return (
    <dl className="mt-3 grid gap-x-6 gap-y-2 text-sm sm:grid-cols-2">
      <div>
        <dt className="text-ink-faint">Its predictions as a whole, against production's</dt>
        <dd>
          {psi === null ? (
            `not enough yet: ${formatInteger(limits.score_minimum)} rows answered by both are needed`
          ) : (
            <>
              PSI <span className="font-mono">{formatNumber(psi, 3)}</span>
              <span className="text-ink-faint"> (returned above {formatNumber(limits.score_psi, 3)})</span>
            </>
          )}
        </dd>
      </div>
      {differences && (
        <div data-testid="differences">
          <dt className="text-ink-faint">Row by row, of {formatInteger(differences.rows)} answered by both</dt>
          <dd>
            {formatInteger(differences.equal)} equal
            {differences.mean_absolute !== null && differences.equal < differences.rows && (
              <>
                , apart by <span className="font-mono">{formatNumber(differences.mean_absolute, 3)}</span> in the mean,{' '}
                <span className="font-mono">{formatNumber(differences.largest_absolute ?? 0, 3)}</span> at most
              </>
            )}
          </dd>
        </div>
      )}
    </dl>
  )
}
