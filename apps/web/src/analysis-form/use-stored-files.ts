import { useQuery } from '@tanstack/react-query'
import { api } from '../api/client.ts'
import type { FileUse } from './field.ts'
import { type StoredFile, storedFiles } from './stored-files.ts'

/** Completed jobs whose files are offered, the latest first. */
const JOBS = 50

/** The models or tables that the latest completed jobs have left. */
export function useStoredFiles(use: FileUse) {
  return useQuery({ queryKey: ['stored files', use], queryFn: () => listFiles(use) })
}

async function listFiles(use: FileUse): Promise<StoredFile[]> {
  const { jobs } = await api.jobs({ limit: JOBS, status: 'completed' })
  const found = await Promise.all(jobs.map(async (job) => storedFiles(job, await api.artifacts(job.job_id), use)))
  return found.flat()
}
