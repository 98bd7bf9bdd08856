import { JOB_STATUSES } from '@zerosec/contract'
import { describe, expect, it } from 'vitest'
import { hasEnded, MOVES } from './lifecycle.ts'

describe('the lifecycle', () => {
  it('ends in completed, failed and cancelled, and nowhere else', () => {
    expect(JOB_STATUSES.filter(hasEnded)).toEqual(['completed', 'failed', 'cancelled'])
  })

  it('can reach every state from queued', () => {
    const reached = new Set<string>(['queued'])
    for (const _ of JOB_STATUSES) {
      for (const { from, to } of Object.values(MOVES)) if (from.some((status) => reached.has(status))) reached.add(to)
    }
    expect([...reached].sort()).toEqual([...JOB_STATUSES].sort())
  })
})
