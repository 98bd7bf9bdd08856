import { PRODUCTION } from '@zerosec/contract'

/** An alias, and where it helps the version that has it. Production alone is filled: it answers. */
export function AliasChip({ alias, version }: { alias: string; version?: number }) {
  const look = alias === PRODUCTION ? 'border-accent bg-accent text-on-accent' : 'border-line-strong text-ink-soft'
  return (
    <span data-alias={alias} className={`inline-block rounded-full border px-2 text-xs leading-5 ${look}`}>
      {alias}
      {version !== undefined && <span className="ml-1 font-mono">v{version}</span>}
    </span>
  )
}

/** Production first, then the candidate, then others by name. */
export function inAliasOrder(aliases: Readonly<Record<string, number>>): [alias: string, version: number][] {
  const rank = (alias: string) => ['production', 'candidate'].indexOf(alias) >>> 0
  return Object.entries(aliases).toSorted(([a], [b]) => rank(a) - rank(b) || a.localeCompare(b))
}
