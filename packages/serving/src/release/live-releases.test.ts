import { expect, it, vi } from 'vitest'
import type { Catalogue } from '../predict/catalogue.ts'
import type { ServingConnection } from '../tables.ts'
import { LiveReleases } from './live-releases.ts'
import type { ReleaseTerms } from './release.ts'
import { countRequest } from './release-counts.ts'

const TERMS: ReleaseTerms = {
  releaseId: 'a',
  mode: 'canary',
  version: 2,
  productionVersion: 1,
  share: 0.5,
  limits: { minimum: 50, error_rate: 0.02, latency_ratio: 2, score_psi: 0.25, score_minimum: 300 },
}
const AWAY = {
  insertInto: () => {
    throw new Error('the database is away')
  },
} as unknown as ServingConnection

it.each([
  ['canary', 'is asked no more'],
  ['shadow', 'is asked on'],
] as const)('a %s that fails everything %s, also while the database is away', async (mode, _) => {
  const warn = vi.fn<() => void>()
  const releases = new LiveReleases(AWAY, {} as Catalogue, { info: () => {}, warn, error: () => {} })
  const terms = { ...TERMS, mode }
  for (let i = 0; i < 3; i++) {
    countRequest(releases.countsFor(terms, 'default', 'strength')!.candidate, 1, true)
    releases.failed(terms)
  }
  await releases.close()
  expect(warn).toHaveBeenCalled()
  expect(releases.countsFor(terms, 'default', 'strength') === undefined).toBe(mode === 'canary')
})
