import { basename, extname } from 'node:path'
import { type Checkpoints, describeAnalysis, findAnalysis, type NamedFile, runFile } from '@zerosec/analyses'
import { readFileUpTo, readTableBytes } from '@zerosec/table/file'
import { parametersOfCall, seedOfCall } from './call-parameters.ts'
import type { Call } from './command.ts'
import { addOutput, checkOutputFolder, writeOutputs } from './output-folder.ts'
import { progressBar } from './progress-bar.ts'
import { summaryText, warningLines } from './run-summary.ts'

/** Of a file that a parameter names; a forest of 10,000 rows has some 100 MB. */
const MAX_NAMED_BYTES = 1 << 30

/** `zerosec run`: the call's file through the call's analysis, into a folder and onto the terminal. */
export async function runAnalysis(call: Call): Promise<void> {
  const [name = '', path = ''] = call.positionals
  const schema = describeAnalysis(findAnalysis(name)).parameters
  const parameters = await parametersOfCall(call, schema)
  const seed = seedOfCall(call)
  const folder = call.text('out') ?? `${basename(path, extname(path))}-${name}`
  await checkOutputFolder(folder, ['report.json', 'report.xlsx'])
  const file = await readTableBytes(path)

  const isQuiet = call.flag('quiet')
  const bar = progressBar(process.stderr, isQuiet)
  const request = { analysis: name, file, parameters, ...seed, checkpoints: foundSoFar(folder), openFile: openPath }
  const { report, artifacts } = await runFile(request, bar.update).finally(bar.clear)
  await writeOutputs(folder, artifacts)

  if (!isQuiet)
    process.stderr.write(
      warningLines(report.warnings)
        .map((line) => `${line}\n`)
        .join(''),
    )
  if (call.flag('json')) process.stdout.write(`${JSON.stringify(report.values, null, 2)}\n`)
  else if (!isQuiet)
    process.stdout.write(
      `${summaryText(
        report,
        folder,
        artifacts.map((artifact) => artifact.path),
      )}\n`,
    )
}

/** A file that a parameter names is a path, from the folder of the call. */
async function openPath(path: string): Promise<NamedFile> {
  return { name: basename(path), bytes: await readFileUpTo(path, MAX_NAMED_BYTES) }
}

/** A call that is broken off leaves what it had found in the folder; the next one begins anew. */
function foundSoFar(folder: string): Checkpoints {
  return {
    load: async () => undefined,
    save: async () => {},
    publish: (file) => addOutput(folder, file),
  }
}
