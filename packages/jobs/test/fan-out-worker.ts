import { readConfiguration } from '../src/configuration.ts'
import { openPlatform } from '../src/open-platform.ts'

/** A worker with the analyses of the catalogue in a process of its own, for the tests that kill it. */
const platform = await openPlatform(readConfiguration())
await platform.startWorker()
process.send?.('started')
process.once('SIGTERM', () => void platform.close().then(() => process.exit()))
