import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Client, endError } from '@zerosec/client'
import type { Report } from '@zerosec/report'
import { downloadArtifacts } from './download-artifacts.ts'
import { progressBar } from './progress-bar.ts'
import { summaryText, warningLines } from './run-summary.ts'

export interface Following {
  readonly client: Client
  readonly jobId: string
  readonly folder: string
  readonly signal: AbortSignal
}

/**
 * Follows the job to its end, downloads its files into the folder and prints what `run` prints. Of a job that failed or was cancelled
 * the results so far are downloaded, and then it throws.
 */
export async function followJob(following: Following, print: { json: boolean; quiet: boolean }): Promise<void> {
  const { client, jobId, folder, signal } = following
  const bar = progressBar(process.stderr, print.quiet)
  try {
    await client.watch(
      jobId,
      ({ progress_percent, status_message }) => bar.update(progress_percent / 100, status_message),
      {
        signal,
      },
    )
    const paths = await downloadArtifacts(following, bar.update)
    bar.clear()
    const error = endError(await client.job(jobId, { signal }))
    if (error) {
      if (paths.length > 0 && !print.quiet) process.stderr.write(`What it had found so far is in ${folder}\n`)
      throw error
    }
    await printReport(folder, paths, print)
  } finally {
    bar.clear()
  }
}

async function printReport(
  folder: string,
  paths: readonly string[],
  { json, quiet }: { json: boolean; quiet: boolean },
): Promise<void> {
  const report = JSON.parse(await readFile(join(folder, 'report.json'), 'utf8')) as Report
  if (!quiet) for (const line of warningLines(report.warnings)) process.stderr.write(`${line}\n`)
  if (json) process.stdout.write(`${JSON.stringify(report.values, null, 2)}\n`)
  else if (!quiet) process.stdout.write(`${summaryText(report, folder, paths)}\n`)
}
