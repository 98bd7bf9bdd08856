'use client'

import { CANDIDATE, type ModelDetail, PRODUCTION, type TrafficResponse } from '@zerosec/contract'
import { problemOf } from '../api/problem.ts'
import { Notice } from '../controls/notice.tsx'
import { formatInteger } from '../numbers/format.ts'
import { AliasChip } from './alias-chip.tsx'
import { HourBars } from './hour-bars.tsx'
import { useTraffic } from './use-registry.ts'

interface TrafficTableProps {
  readonly model: ModelDetail
  readonly shown: number
  readonly hours: number
}

/** How much the versions were asked: those that answered something, those with an alias, and the one that is shown. */
export function TrafficTable({ model, shown, hours }: TrafficTableProps) {
  const { aliases, version_list: versions } = model
  const traffic = useTraffic(model.model_name, hours)
  const counted = new Map((traffic.data?.versions ?? []).map(({ version, rows }) => [version, rows]))
  const named = new Set([aliases[PRODUCTION], aliases[CANDIDATE], shown, ...counted.keys()])
  const largest = Math.max(1, ...[...counted.values()].flat())
  return (
    <>
      {traffic.error && (
        <div className="mt-4">
          <Notice level="serious" alert>
            {problemOf(traffic.error).message}
          </Notice>
        </div>
      )}
      <ul className="mt-4 divide-y divide-line border-y border-line text-sm" data-testid="traffic">
        {versions
          .filter(({ version }) => named.has(version))
          .map(({ version, aliases: own }) => (
            <li
              key={version}
              className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 py-2 sm:grid-cols-[12rem_minmax(0,1fr)_auto]"
              data-traffic={version}
            >
              <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <span className="font-mono font-medium">v{version}</span>
                {own.map((alias) => (
                  <AliasChip key={alias} alias={alias} />
                ))}
              </span>
              <span className="max-sm:order-last max-sm:col-span-2">
                {traffic.data && hours > 1 && <HourBars counts={counted.get(version) ?? []} largest={largest} />}
              </span>
              <Rows rows={counted.get(version)} isKnown={traffic.data !== undefined} />
            </li>
          ))}
      </ul>
      {traffic.data && hours > 1 && <Hours traffic={traffic.data} largest={largest} />}
    </>
  )
}

function Rows({ rows, isKnown }: { rows: readonly number[] | undefined; isKnown: boolean }) {
  const total = (rows ?? []).reduce((sum, each) => sum + each, 0)
  return (
    <span className="text-right text-ink-soft">
      <span className="font-mono text-ink">{isKnown ? formatInteger(total) : '…'}</span> rows answered
    </span>
  )
}

/** What the bars stand for. */
function Hours({ traffic: { from, versions }, largest }: { traffic: TrafficResponse; largest: number }) {
  return (
    <p className="mt-2 text-xs text-ink-faint">
      A bar is an hour, from <time dateTime={from}>{new Date(from).toLocaleString()}</time> to now
      {versions.length > 0 && `; the highest is ${formatInteger(largest)} rows`}.
    </p>
  )
}
