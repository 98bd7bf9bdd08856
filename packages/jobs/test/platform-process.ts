import { readConfiguration } from '../src/configuration.ts'
import { openPlatform } from '../src/open-platform.ts'

/** A whole platform with its worker in a process of its own, for the tests that kill it: `node platform-process.ts <data folder>`. */
const platform = await openPlatform(readConfiguration({ ZEROSEC_DATA: process.argv[2], ZEROSEC_WORKERS: '1' }), {
  taskEntry: new URL('./test-task.ts', import.meta.url),
  checkParameters: () => [],
})
await platform.startWorker()
process.send?.('started')
