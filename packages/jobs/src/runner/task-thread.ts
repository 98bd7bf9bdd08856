import { NoPartLeft, runFile } from '@zerosec/analyses'
import { profileTable, readTable } from '@zerosec/table'
import { tableFacts } from '../projects/table-facts.ts'
import { serveTask } from './serve-task.ts'

/** Entry of the worker threads: the analyses of the catalogue and the reading of tables. */
serveTask({
  async run({ analysis, file, parameters, sharing }, { progress, checkpoints, parts, openFile }) {
    const shared = sharing ? { sharing: { ...sharing, ...parts } } : {}
    try {
      const request = { analysis, file, parameters, checkpoints, openFile, ...shared }
      const { report, artifacts } = await runFile(request, progress)
      return { headline: report.headline, artifacts }
    } catch (error) {
      if (error instanceof NoPartLeft) return { headline: null, artifacts: [] }
      throw error
    }
  },
  async inspect({ file, sheet }) {
    return profileTable(await readTable(file.name, file.bytes, sheet === undefined ? {} : { sheet }))
  },
  async objectives({ file, reading, objectives }) {
    return tableFacts(await readTable(file.name, file.bytes, reading), objectives)
  },
})
