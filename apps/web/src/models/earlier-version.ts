import type { ModelEvent } from '@zerosec/contract'

/**
 * The version that a rollback gives an alias back to: the one from which it came by the last promotion that was not rolled back. Null:
 * there is none.
 *
 * @param events  newest first
 */
export function earlierVersion(events: readonly ModelEvent[], alias: string): number | null {
  const before: (number | null)[] = []
  for (const { action, alias: moved, from_version: from } of events.toReversed()) {
    if (moved !== alias) continue
    if (action === 'promote') before.push(from)
    else if (action === 'rollback') before.pop()
  }
  return before.at(-1) ?? null
}
