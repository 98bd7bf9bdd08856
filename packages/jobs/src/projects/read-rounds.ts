import type { Objective } from '@zerosec/contract'
import { CodedError } from '@zerosec/errors'
import type { Job } from '../job.ts'
import type { RoundFacts } from './learned.ts'
import type { Member } from './project.ts'
import { type FactServices, readingOf, reportFactsOf, tableFactsOf } from './project-facts.ts'
import { nameOfKey } from './references.ts'

/** Their table is what is to be predicted: a response in it was not measured for this round. */
const WITHOUT_RESULTS: ReadonlySet<string> = new Set(['prediction'])

/** The facts of each round of a project, in order. What can't be read is said in the round's notes. */
export async function readRounds(
  members: readonly Member[],
  objectives: readonly Objective[],
  services: FactServices,
): Promise<RoundFacts[]> {
  const rounds: RoundFacts[] = []
  for (const [round, inRound] of Map.groupBy(members, (member) => member.round)) {
    const jobs = inRound.flatMap(({ job }) => job ?? [])
    const notes = new Set<string>()
    const deleted = inRound.length - jobs.length
    if (deleted > 0) notes.add(`Without ${deleted === 1 ? 'a job that was' : `${deleted} jobs that were`} deleted.`)
    rounds.push({
      round,
      tables: await readTables(jobs, objectives, services, notes),
      models: await readModels(jobs, services, notes),
      notes: [...notes],
    })
  }
  return rounds
}

/** Each file once, by its content and the sheet that was read; without objectives there is nothing to read of a table. */
async function readTables(
  jobs: readonly Job[],
  objectives: readonly Objective[],
  services: FactServices,
  notes: Set<string>,
): Promise<RoundFacts['tables']> {
  if (objectives.length === 0) return []
  const tables = new Map<string, RoundFacts['tables'][number]>()
  const asked = new Set<string>()
  for (const job of jobs) {
    if (WITHOUT_RESULTS.has(job.jobType)) continue
    const content = job.inputSha256 ?? job.inputKey
    const question = JSON.stringify([content, readingOf(job.parameters)])
    if (asked.has(question)) continue
    asked.add(question)
    const name = nameOfKey(job.inputKey)
    const facts = await told(() => tableFactsOf(job, objectives, services), `The table ${name} can't be read`, notes)
    const place = JSON.stringify([content, facts?.sheet])
    if (facts && facts.runs > 0 && !tables.has(place)) tables.set(place, { name, sha256: job.inputSha256, facts })
  }
  return [...tables.values()]
}

async function readModels(
  jobs: readonly Job[],
  services: FactServices,
  notes: Set<string>,
): Promise<RoundFacts['models']> {
  const models: RoundFacts['models'][number][] = []
  for (const job of jobs) {
    const facts = await told(
      () => reportFactsOf(job, services),
      `The report of the ${job.jobType} of ${nameOfKey(job.inputKey)} can't be read`,
      notes,
    )
    for (const model of facts?.models ?? []) models.push({ ...model, jobId: job.jobId })
  }
  return models
}

async function told<Facts>(read: () => Promise<Facts>, what: string, notes: Set<string>): Promise<Facts | undefined> {
  try {
    return await read()
  } catch (error) {
    if (!(error instanceof CodedError) || error.code === 'service_unavailable') throw error
    notes.add(`${what}: ${error.message}`)
    return undefined
  }
}
