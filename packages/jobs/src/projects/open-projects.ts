import { CodedError, hiddenFault } from '@zerosec/errors'
import type { Connection } from '../database/schema.ts'
import type { FileStore } from '../files/file-store.ts'
import type { Log } from '../log.ts'
import type { ObjectivesTask } from '../runner/messages.ts'
import type { WorkspaceReader } from '../store/workspace-reader.ts'
import { FactCache } from './fact-cache.ts'
import { LineageLinks } from './lineage-links.ts'
import { PostgresProjectStore } from './postgres-project-store.ts'
import type { Projects } from './project.ts'
import type { TableFacts } from './table-facts.ts'

export interface ProjectServices {
  readonly connection: Connection
  readonly store: WorkspaceReader
  readonly files: FileStore
  readonly readObjectives: (task: ObjectivesTask) => Promise<TableFacts>
  readonly log: Log
}

/** Projects of a workspace over the database and the files of its jobs. What computes is loaded when it is asked for first: it takes the engine along. */
export function openProjects({ connection, readObjectives, log, ...services }: ProjectServices): Projects {
  const { workspaceId } = services.store
  const projects = new PostgresProjectStore(connection, workspaceId)
  const facts = {
    ...services,
    cache: new FactCache(connection),
    // a fault of ours with one table is told of that table, as with a job; the rest is shown
    readObjectives: (task: ObjectivesTask) =>
      readObjectives(task).catch((error: unknown) => {
        if (error instanceof CodedError) throw error
        const fault = hiddenFault()
        log.error({ err: error, reference: fault.details['reference'] }, 'a table of a project could not be read')
        throw fault
      }),
  }
  return {
    create: (text) => projects.create(text),
    list: (query) => projects.list(query),
    get: (projectId) => projects.get(projectId),
    members: (projectId) => projects.members(projectId),
    change: (projectId, changes) => projects.change(projectId, changes),
    remove: (projectId) => projects.remove(projectId),
    addJob: (jobId, placement) => projects.addJob(jobId, placement),
    moveJob: (jobId, placement) => projects.moveJob(jobId, placement),
    removeJob: (jobId, projectId) => projects.removeJob(jobId, projectId),
    async learned(projectId) {
      const [{ readRounds }, { learnedOf }] = await Promise.all([import('./read-rounds.ts'), import('./learned.ts')])
      const { objectives } = await projects.get(projectId)
      const rounds = await readRounds(await projects.members(projectId), objectives, facts)
      return { project_id: projectId, ...learnedOf(objectives, rounds) }
    },
    async lineage(jobId) {
      const { lineageOf } = await import('./lineage.ts')
      return lineageOf(jobId, { ...facts, links: new LineageLinks(connection, workspaceId) })
    },
  }
}
