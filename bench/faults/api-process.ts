import { createApi } from '../../apps/api/src/create-api.ts'
import { settingsOf } from '../../apps/api/src/serve.ts'
import { readConfiguration } from '../../packages/jobs/src/configuration.ts'
import { openPlatform } from '../../packages/jobs/src/open-platform.ts'

/**
 * The API in a process of its own, which takes any job type, tells where it listens and, when it is asked, what it takes up; settings from
 * the environment.
 */
const configuration = readConfiguration()
const platform = await openPlatform(configuration, { checkParameters: () => [] })
const app = await createApi(platform, settingsOf(configuration))
const url = await app.listen({ host: '127.0.0.1', port: 0 })
process.on('message', () => {
  globalThis.gc?.()
  const { user, system } = process.cpuUsage()
  process.send?.({
    heapBytes: process.memoryUsage().heapUsed,
    residentBytes: process.memoryUsage().rss,
    cpuMs: (user + system) / 1000,
  })
})
process.send?.({ url })
