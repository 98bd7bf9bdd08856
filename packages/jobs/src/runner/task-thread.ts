import { runFile } from '@zerosec/analyses'
import { profileTable, readTable } from '@zerosec/table'
import { tableFacts } from '../projects/table-facts.ts'
import { serveTask } from './serve-task.ts'

/** Entry of the worker threads: the analyses of the catalogue and the reading of tables. */
serveTask({
  async run({ analysis, file, parameters }, { progress, checkpoints, openFile }) {
    const { report, artifacts } = await runFile({ analysis, file, parameters, checkpoints, openFile }, progress)
    return { headline: report.headline, artifacts }
  },
  async inspect({ file, sheet }) {
    return profileTable(await readTable(file.name, file.bytes, sheet === undefined ? {} : { sheet }))
  },
  async objectives({ file, reading, objectives }) {
    return tableFacts(await readTable(file.name, file.bytes, reading), objectives)
  },
})
