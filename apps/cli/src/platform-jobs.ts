import type { Client } from '@zerosec/client'
import { JOB_STATUSES, type JobDetail, type JobStatus, type JobSummary } from '@zerosec/contract'
import { CodedError } from '@zerosec/errors'
import type { Call } from './command.ts'
import { followJob } from './follow-job.ts'
import { INTERRUPTED_EXIT, Interruption } from './interruption.ts'
import { checkOutputFolder } from './output-folder.ts'
import { asPlatformFailure, platformOf } from './platform-client.ts'
import { leftText } from './submit-file.ts'
import { textTable } from './text-table.ts'

const MOST_LISTED = 200

/** `zerosec jobs`. Resolves to the exit code where it is not 0. */
export async function platformJobs(call: Call, usage: string): Promise<number | void> {
  const [action = '', jobId] = call.positionals
  const { client, option } = platformOf(call)
  try {
    if (action === 'list') return await list(client, call)
    if (!ACTIONS.has(action)) throw wrong(usage, `there is no "${action}"; there are list, ${[...ACTIONS].join(', ')}`)
    if (jobId === undefined) throw wrong(usage, 'the id of the job is missing')
    if (action === 'wait') return await wait(client, jobId, call, option)
    const job = action === 'show' ? await client.job(jobId) : await client.cancel(jobId)
    process.stdout.write(`${call.flag('json') ? JSON.stringify(job, null, 2) : jobText(job)}\n`)
  } catch (error) {
    throw asPlatformFailure(error)
  }
}

const ACTIONS = new Set(['show', 'wait', 'cancel'])

function wrong(usage: string, problem: string): CodedError {
  return new CodedError('arguments_wrong', { command: 'jobs', problem, usage })
}

async function list(client: Client, call: Call): Promise<void> {
  const status = call.text('status')
  const jobType = call.text('type')
  if (status !== undefined && !isStatus(status)) {
    throw new CodedError('option_invalid', { option: '--status', problem: `there are ${JOB_STATUSES.join(', ')}` })
  }
  const limit = Number(call.text('limit') ?? 20)
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST_LISTED) {
    throw new CodedError('option_invalid', { option: '--limit', problem: `it is a number from 1 to ${MOST_LISTED}` })
  }
  const page = await client.jobs({ limit, ...(status ? { status } : {}), ...(jobType ? { jobType } : {}) })
  if (call.flag('json')) {
    process.stdout.write(`${JSON.stringify(page.jobs, null, 2)}\n`)
    return
  }
  process.stdout.write(`${page.jobs.length === 0 ? 'There are no such jobs.' : listText(page.jobs)}\n`)
  if (page.next !== null) process.stderr.write(`There are older ones: --limit takes up to ${MOST_LISTED}.\n`)
}

function isStatus(text: string): text is JobStatus {
  return (JOB_STATUSES as readonly string[]).includes(text)
}

function listText(found: readonly JobSummary[]): string {
  const columns = [
    { label: 'job' },
    { label: 'analysis' },
    { label: 'file', maxWidth: 30 },
    { label: 'status' },
    { label: '%', align: 'right' },
    { label: 'submitted' },
  ] as const
  const rows = found.map((job) => [
    job.job_id,
    job.job_type,
    job.file_name,
    job.status,
    String(job.progress_percent),
    job.created_at.slice(0, 16).replace('T', ' '),
  ])
  return textTable(columns, rows)
}

function jobText(job: JobDetail): string {
  const rows = [
    ['job', job.job_id],
    ['analysis', job.job_type],
    ['file', job.file_name],
    ['status', `${job.status}, ${job.progress_percent} %`],
    ['message', job.error_message ?? job.status_message ?? ''],
    ['headline', job.headline ?? ''],
    ['submitted', job.created_at],
    ['ended', job.completed_at ?? ''],
    ['parameters', JSON.stringify(job.parameters)],
  ]
  return textTable(
    [{}, {}],
    rows.filter(([, text]) => text !== ''),
  )
}

async function wait(client: Client, jobId: string, call: Call, option: string): Promise<number | void> {
  const interruption = new Interruption()
  const { signal } = interruption
  try {
    const { file_name: fileName, job_type: jobType } = await client.job(jobId, { signal })
    const folder = call.text('out') ?? `${fileName.replace(/\.[^.]*$/, '').replaceAll(/[/\\]/g, '_')}-${jobType}`
    await checkOutputFolder(folder, ['report.json', 'report.xlsx'])
    await followJob({ client, jobId, folder, signal }, { json: call.flag('json'), quiet: call.flag('quiet') })
  } catch (error) {
    if (!interruption.happened) throw error
    process.stderr.write(`${leftText(jobId, option, call)}\n`)
    return INTERRUPTED_EXIT
  } finally {
    interruption.end()
  }
}
