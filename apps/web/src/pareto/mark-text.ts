import { formatShort } from '../numbers/format.ts'

/** What stands at an axis. */
export function markText(value: number | string): string {
  return typeof value === 'number' ? formatShort(value) : value
}
