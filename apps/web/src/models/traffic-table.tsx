'use client'

import { CANDIDATE, type ModelDetail, PRODUCTION } from '@zerosec/contract'
import { formatInteger } from '../numbers/format.ts'
import { AliasChip } from './alias-chip.tsx'
import { useDrift } from './use-registry.ts'

interface TrafficTableProps {
  readonly model: ModelDetail
  readonly shown: number
  readonly hours: number
}

/** How much the versions with an alias, and the one that is shown, were asked. */
export function TrafficTable({ model, shown, hours }: TrafficTableProps) {
  const { aliases, version_list: versions } = model
  const named = new Set([aliases[PRODUCTION], aliases[CANDIDATE], shown])
  return (
    <ul className="mt-4 divide-y divide-line border-y border-line text-sm" data-testid="traffic">
      {versions
        .filter(({ version }) => named.has(version))
        .map(({ version, aliases: own }) => (
          <Row key={version} name={model.model_name} version={version} aliases={own} hours={hours} />
        ))}
    </ul>
  )
}

function Row(props: { name: string; version: number; aliases: readonly string[]; hours: number }) {
  const { name, version, aliases, hours } = props
  const drift = useDrift(name, version, hours)
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2" data-traffic={version}>
      <span className="font-mono font-medium">v{version}</span>
      {aliases.map((alias) => (
        <AliasChip key={alias} alias={alias} />
      ))}
      <span className="ml-auto text-ink-soft">
        <span className="font-mono text-ink">{drift.data ? formatInteger(drift.data.rows) : '…'}</span> rows answered
      </span>
    </li>
  )
}
