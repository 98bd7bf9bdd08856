import type { Connection } from '../database/schema.ts'
import type { FileStore } from '../files/file-store.ts'
import type { ObjectivesTask } from '../runner/messages.ts'
import type { JobStore } from '../store/job-store.ts'
import { FactCache } from './fact-cache.ts'
import { LineageLinks } from './lineage-links.ts'
import { PostgresProjectStore } from './postgres-project-store.ts'
import type { Projects } from './project.ts'
import type { TableFacts } from './table-facts.ts'

export interface ProjectServices {
  readonly connection: Connection
  readonly store: JobStore
  readonly files: FileStore
  readonly readObjectives: (task: ObjectivesTask) => Promise<TableFacts>
}

/** Projects over the database and the files of the jobs. What computes is loaded when it is asked for first: it takes the engine along. */
export function openProjects({ connection, ...services }: ProjectServices): Projects {
  const projects = new PostgresProjectStore(connection)
  const facts = { ...services, cache: new FactCache(connection) }
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
      return lineageOf(jobId, { ...facts, links: new LineageLinks(connection) })
    },
  }
}
