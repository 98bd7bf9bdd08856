import type { LineageFile, LineageJob, LineageResponse } from '@zerosec/contract'
import { CodedError } from '@zerosec/errors'
import type { Job } from '../job.ts'
import type { LineageLinks, Link } from './lineage-links.ts'
import { type FactServices, reportFactsOf } from './project-facts.ts'
import { nameOfKey } from './references.ts'
import type { ReportFacts } from './report-facts.ts'

/** Most jobs of one lineage: past them it is cut, and says so. */
const MOST_JOBS = 100

interface Found {
  readonly jobId: string
  readonly side: LineageJob['side']
  readonly distance: number
}

export interface LineageServices extends FactServices {
  readonly links: LineageLinks
}

/**
 * A job, what it was made from and what was made from it, through every step. A job that was deleted keeps its place by its id; what
 * its parameters named is still known.
 *
 * @throws CodedError job_unknown for an id that nothing knows of
 */
export async function lineageOf(jobId: string, services: LineageServices): Promise<LineageResponse> {
  const { found, isCut } = await findRelated(jobId, services.links)
  const ids = found.map((one) => one.jobId)
  const jobs = await services.links.jobs(ids)
  const [links, places] = await Promise.all([services.links.read(jobs, ids), services.links.places(ids)])
  const itself = jobs.get(jobId)
  if (!itself && found.length === 1 && links.length === 0 && !places.has(jobId)) {
    throw new CodedError('job_unknown', { job_id: jobId })
  }
  const told: LineageJob[] = []
  let parameters: LineageResponse['parameters'] = { ...itself?.parameters }
  for (const one of found) {
    const job = jobs.get(one.jobId)
    const facts = job && (await factsOf(job, services))
    if (one.jobId === jobId && facts) parameters = { ...facts.parameters }
    const place = places.get(one.jobId)
    told.push({
      job_id: one.jobId,
      state: job ? 'present' : 'deleted',
      side: one.side,
      distance: one.distance,
      ...textsOf(job, facts),
      project: place ? { project_id: place.projectId, name: place.name, round: place.round } : null,
      files: await filesOf(
        links.filter((link) => link.jobId === one.jobId),
        facts,
        services,
      ),
    })
  }
  return { job_id: jobId, parameters, jobs: told, is_cut: isCut }
}

/** Breadth first, ancestors before descendants. */
async function findRelated(jobId: string, links: LineageLinks): Promise<{ found: Found[]; isCut: boolean }> {
  const found = new Map<string, Found>([[jobId, { jobId, side: 'itself', distance: 0 }]])
  let isCut = false
  const go = async (
    side: 'ancestor' | 'descendant',
    next: (ids: readonly string[]) => Promise<readonly string[]>,
  ): Promise<void> => {
    let level: readonly string[] = [jobId]
    for (let distance = 1; level.length > 0; distance++) {
      const fresh = [...new Set(await next(level))].filter((id) => !found.has(id))
      const room = MOST_JOBS - found.size
      if (fresh.length > room) isCut = true
      level = fresh.slice(0, room)
      for (const id of level) found.set(id, { jobId: id, side, distance })
    }
  }
  await go('ancestor', (ids) => makers(ids, links))
  await go('descendant', async (ids) => {
    const again = await links.sentAgainFor(ids)
    const readers = await links.readers(ids)
    const read = await links.read(await links.jobs(readers), readers)
    const made = read.filter(({ fromJob }) => fromJob !== null && ids.includes(fromJob)).map((link) => link.jobId)
    return [...again, ...made]
  })
  return { found: [...found.values()], isCut }
}

async function makers(ids: readonly string[], links: LineageLinks): Promise<string[]> {
  const jobs = await links.jobs(ids)
  const read = await links.read(jobs, ids)
  const dead = [...jobs.values()].flatMap(({ redrivenFrom }) => redrivenFrom ?? [])
  return [...dead, ...read.flatMap(({ fromJob }) => fromJob ?? [])]
}

/** Undefined also for a report that can't be read: the job's own page says why. */
async function factsOf(job: Job, services: FactServices): Promise<ReportFacts | undefined> {
  try {
    return await reportFactsOf(job, services)
  } catch (error) {
    if (error instanceof CodedError && error.code !== 'service_unavailable') return undefined
    throw error
  }
}

function textsOf(
  job: Job | undefined,
  facts: ReportFacts | undefined,
): Pick<LineageJob, 'job_type' | 'status' | 'headline' | 'created_at' | 'seed' | 'version' | 'redriven_from'> {
  const asked = job?.parameters['random_seed']
  return {
    job_type: job?.jobType ?? null,
    status: job?.status ?? null,
    headline: job?.headline ?? null,
    created_at: job?.createdAt.toISOString() ?? null,
    redriven_from: job?.redrivenFrom ?? null,
    seed: facts?.seed ?? (typeof asked === 'number' ? asked : null),
    version: facts?.version ?? null,
  }
}

function filesOf(
  links: readonly Link[],
  facts: ReportFacts | undefined,
  { files }: FactServices,
): Promise<LineageFile[]> {
  return Promise.all(
    links.map(async ({ parameter, reference, sha256, fromJob }) => {
      const reported = parameter === null ? facts?.table?.sha256 : hashIn(facts, reference)
      const bucket = reference.startsWith('outputs/') ? files.outputBucket : files.inputBucket
      return {
        parameter,
        reference,
        name: nameOfKey(reference),
        sha256: reported ?? sha256,
        from_job: fromJob,
        is_stored: (await files.size(bucket, reference)) !== undefined,
      }
    }),
  )
}

/** What the job itself read goes before what the maker of the file says of it. */
function hashIn(facts: ReportFacts | undefined, reference: string): string | undefined {
  return facts?.files.find((file) => file.reference.normalize('NFC') === reference)?.sha256
}
