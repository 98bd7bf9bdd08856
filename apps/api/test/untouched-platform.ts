import type { Platform } from '@zerosec/jobs'
import { OPEN_ACCESS } from '../src/access/access-settings.ts'
import type { ApiSettings } from '../src/settings.ts'

/** A platform that fails whatever is asked of it: a request that is answered all the same never reached it. */
export const untouchedPlatform = forbidden('platform') as Platform

function forbidden(name: string): object {
  return new Proxy(() => {}, {
    // where files may come from is said to browsers, not asked of the platform
    get: (_, property) => (property === 'origins' ? [] : forbidden(`${name}.${String(property)}`)),
    apply: () => {
      throw new Error(`${name} was called`)
    },
  })
}

export const SETTINGS: ApiSettings = {
  version: '1.2.3',
  access: OPEN_ACCESS,
  uploadBytes: 1000,
  urlSeconds: 60,
  requestsPerMinute: 10_000,
  commerce: { dataFolder: '/nowhere', memoryMb: 128 },
  models: { memoryMb: 64, expected: [] },
  pageFolder: '/nowhere',
  heartbeatMs: 15_000,
  eventStreams: { most: 10, mostOfOne: 5 },
}
