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
const [THIRD, AGAIN] = [moved('promote', 2, 3), moved('promote', 3, 2)]

test.each([
  ['the one before the latest promotion', [SECOND, FIRST], 1],
  ['none before the first', [FIRST], null],
  ['none where all were rolled back', [moved('rollback', 2, 1), SECOND, FIRST], null],
  ['that of the promotion before, after a rollback', [moved('rollback', 3, 2), THIRD, SECOND, FIRST], 1],
  ['that of the latest promotion of two', [AGAIN, THIRD, SECOND, FIRST], 3],
  [
    'that of a promotion that stands, though a later one of the same version was rolled back',
    [moved('rollback', 3, 2), moved('rollback', 2, 3), AGAIN, THIRD, SECOND, FIRST],
    1,
  ],
  ['not that of another alias', [moved('promote', 3, 2, 'candidate'), SECOND, FIRST], 1],
] as const)('a rollback goes back to %s', (_, events, earlier) => {
  expect(earlierVersion(events, 'production')).toBe(earlier)
})
