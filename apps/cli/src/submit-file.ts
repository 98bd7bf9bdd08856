import { stat } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import type { Client } from '@zerosec/client'
import { fileFrom } from '@zerosec/client/file'
import { CodedError } from '@zerosec/errors'
import { sizeOfFile } from '@zerosec/table/file'
import { type ParametersSchema, parametersOfCall, seedOfCall } from './call-parameters.ts'
import type { Call } from './command.ts'
import { type Following, followJob } from './follow-job.ts'
import { INTERRUPTED_EXIT, Interruption } from './interruption.ts'
import { namedPaths, withKeys } from './named-paths.ts'
import { checkOutputFolder } from './output-folder.ts'
import { asPlatformFailure, platformOf } from './platform-client.ts'
import { progressBar } from './progress-bar.ts'

/** `zerosec submit`: as `run`, but on a platform. Resolves to the exit code where it is not 0. */
export async function submitFile(call: Call): Promise<number | void> {
  const [name = '', path = ''] = call.positionals
  if (call.flag('wait') && call.flag('no-wait')) {
    throw new CodedError('option_invalid', { option: '--no-wait', problem: '--wait is given, too' })
  }
  const folder = call.text('out') ?? `${basename(path, extname(path))}-${name}`
  if (!call.flag('no-wait')) await checkOutputFolder(folder, ['report.json', 'report.xlsx'])
  await sizeOfFile(path)
  const { client, option } = platformOf(call)
  const interruption = new Interruption()
  let jobId: string | undefined
  try {
    jobId = await uploadAndSubmit(client, call, interruption.signal)
    if (call.flag('no-wait')) return printSubmitted(jobId, call)
    if (!call.flag('quiet')) process.stderr.write(`Submitted as job ${jobId}\n`)
    const following: Following = { client, jobId, folder, signal: interruption.signal }
    await followJob(following, { json: call.flag('json'), quiet: call.flag('quiet') })
  } catch (error) {
    if (!interruption.happened) throw asPlatformFailure(error)
    process.stderr.write(`${jobId === undefined ? NOTHING_YET : leftText(jobId, option, call)}\n`)
    return INTERRUPTED_EXIT
  } finally {
    interruption.end()
  }
}

const NOTHING_YET =
  'Stopped before the job was submitted, or before that was confirmed: zerosec jobs list shows it if it was.'

/** How to come back to a job that is no longer waited for, with the options that the call had. */
export function leftText(jobId: string, option: string, call: Call): string {
  const out = call.text('out')
  const come = `zerosec jobs wait ${jobId}${option}${out === undefined ? '' : ` --out ${out}`}`
  return `Stopped waiting. The job goes on; to come back:  ${come}\nTo end it:  zerosec jobs cancel ${jobId}${option}`
}

async function uploadAndSubmit(client: Client, call: Call, signal: AbortSignal): Promise<string> {
  const [name = '', path = ''] = call.positionals
  const analyses = await client.analyses({ signal })
  const analysis = analyses.find((each) => each.name === name)
  if (!analysis) {
    throw new CodedError('analysis_unknown', { analysis: name, known: analyses.map((each) => each.name) })
  }
  const schema = analysis.parameters as ParametersSchema
  const parameters = { ...(await parametersOfCall(call, schema)), ...randomSeed(call) }
  const paths = await namedPaths(parameters, schema, isFile)

  const bar = progressBar(process.stderr, call.flag('quiet'))
  try {
    const keys = new Map<string, string>()
    for (const each of paths) keys.set(each, (await upload(client, each, bar.update, signal)).key)
    const file = await upload(client, path, bar.update, signal)
    await client.submit({ file, jobType: name, parameters: withKeys(parameters, schema, keys) }, { signal })
    return file.jobId
  } finally {
    bar.clear()
  }
}

async function upload(
  client: Client,
  path: string,
  show: (fraction: number, message: string) => void,
  signal: AbortSignal,
) {
  const { name, content } = await fileFrom(path)
  return client.uploadFile(name, content, {
    signal,
    onProgress: (sent, total) => show(total > 0 ? sent / total : 1, `Uploading ${name}`),
  })
}

function randomSeed(call: Call): { random_seed?: number } {
  const { seed } = seedOfCall(call)
  return seed === undefined ? {} : { random_seed: seed }
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  )
}

function printSubmitted(jobId: string, call: Call): void {
  const text = call.flag('json') ? JSON.stringify({ job_id: jobId, status: 'queued' }, null, 2) : jobId
  if (call.flag('json') || !call.flag('quiet')) process.stdout.write(`${text}\n`)
}
