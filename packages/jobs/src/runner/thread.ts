import { profileTable, readTable } from '@zerosec/table'
import { serveThread } from './serve-thread.ts'

/** Entry of the worker threads: runs the analyses of the catalogue. */
serveThread({
  async run() {
    throw new Error('not wired yet')
  },
  async inspect({ file, sheet }) {
    return profileTable(await readTable(file.name, file.bytes, sheet === undefined ? {} : { sheet }))
  },
})
