import type { ModelEvent } from '@zerosec/contract'
import { expect, test } from 'vitest'
import { earlierVersion } from './earlier-version.ts'

function moved(action: ModelEvent['action'], from: number | null, to: number, alias = 'production'): ModelEvent {
  return {
    at: '2026-01-01T00:00:00.000Z',
    actor: 'anyone',
    action,
    alias,
    from_version: from,
    to_version: to,
    reason: '',
  }
}

const [FIRST, SECOND] = [moved('promote', null, 1), moved('promote', 1, 2)]

test.each([
  ['the one before the latest promotion', [SECOND, FIRST], 2, 1],
  ['none before the first', [FIRST], 1, null],
  ['as before, after a rollback: it is no promotion', [moved('rollback', 2, 1), SECOND, FIRST], 1, null],
  ['that of the latest promotion of two', [moved('promote', 3, 2), moved('promote', 2, 3), SECOND, FIRST], 2, 3],
  ['not that of another alias', [moved('promote', 3, 2, 'candidate'), SECOND, FIRST], 2, 1],
] as const)('a rollback goes back to %s', (_, events, current, earlier) => {
  expect(earlierVersion(events, 'production', current)).toBe(earlier)
})
