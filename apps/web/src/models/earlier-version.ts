import type { ModelEvent } from '@zerosec/contract'

/** The version that a rollback gives an alias back to: the one before the latest promotion of the current one. Null: there is none. */
export function earlierVersion(events: readonly ModelEvent[], alias: string, current: number): number | null {
  const made = events.find(
    (event) => event.action === 'promote' && event.alias === alias && event.to_version === current,
  )
  return made?.from_version ?? null
}
