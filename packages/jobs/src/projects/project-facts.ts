import type { Objective } from '@zerosec/contract'
import { CodedError } from '@zerosec/errors'
import type { FileStore } from '../files/file-store.ts'
import { readInput } from '../files/read-input.ts'
import type { Job, JobArtifact } from '../job.ts'
import type { ObjectivesTask } from '../runner/messages.ts'
import type { WorkspaceReader } from '../store/workspace-reader.ts'
import type { FactCache } from './fact-cache.ts'
import { type ReportFacts, reportFacts } from './report-facts.ts'
import type { TableFacts } from './table-facts.ts'

/** Raised with every change of what is read of a report or a table. */
const FORMAT = 1
/** A report with more bytes is not opened here: it would hold up whoever else asks for something. */
const MOST_REPORT_BYTES = 64 * 2 ** 20

export interface FactServices {
  readonly store: WorkspaceReader
  readonly files: FileStore
  readonly cache: FactCache
  /** Reads a table in a process of its own, under the limits of jobs. */
  readonly readObjectives: (task: ObjectivesTask) => Promise<TableFacts>
}

/**
 * What the report of a job says; undefined until it has one.
 *
 * @throws CodedError file_too_large, file_corrupt, input_not_uploaded
 */
export async function reportFactsOf(job: Job, services: FactServices): Promise<ReportFacts | undefined> {
  if (job.status !== 'completed') return undefined
  const artifacts = await services.store.artifacts(job.jobId)
  const report = artifacts.find(({ fileName }) => fileName === 'report.json')
  if (!report) return undefined
  return services.cache.of(['report', FORMAT, report.sha256], () => readReport(job, report, services))
}

async function readReport(job: Job, report: JobArtifact, { files }: FactServices): Promise<ReportFacts> {
  if (report.sizeBytes > MOST_REPORT_BYTES) {
    throw new CodedError('file_too_large', { bytes: report.sizeBytes, limit: MOST_REPORT_BYTES })
  }
  const { bytes } = await readInput(files, job.outputBucket, report.fileKey)
  const corrupt = (problem: string): CodedError => new CodedError('file_corrupt', { format: 'report.json', problem })
  let parsed: unknown
  try {
    parsed = JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    throw corrupt('it is no JSON')
  }
  const facts = reportFacts(parsed)
  if (!facts) throw corrupt('it is no report')
  return facts
}

/**
 * What the table of a job says of the objectives, read as the job read it.
 *
 * @throws CodedError input_not_uploaded, the file_* and sheet_* codes, job_time_limit, job_memory_limit
 */
export async function tableFactsOf(
  job: Job,
  objectives: readonly Objective[],
  { files, cache, readObjectives }: FactServices,
): Promise<TableFacts> {
  const { VERSION } = await import('@zerosec/analyses') // here: it loads every analysis
  const reading = readingOf(job.parameters)
  const name = job.inputKey.slice(job.inputKey.lastIndexOf('/') + 1)
  const on = ['table', FORMAT, VERSION, job.inputSha256 ?? job.inputKey, name, reading, objectives]
  return cache.of(on, async () => {
    const file = await readInput(files, job.inputBucket, job.inputKey)
    return readObjectives({ kind: 'objectives', file, reading, objectives })
  })
}

/** The parameters of a job that say how its file is read. */
export function readingOf(parameters: Readonly<Record<string, unknown>>): ObjectivesTask['reading'] {
  const { sheet, encoding, missing_markers: markers } = parameters
  return {
    ...(typeof sheet === 'string' ? { sheet } : {}),
    ...(typeof encoding === 'string' ? { encoding } : {}),
    ...(Array.isArray(markers) ? { missingMarkers: markers.filter((one) => typeof one === 'string') } : {}),
  }
}
