'use client'

import { useQuery } from '@tanstack/react-query'
import { api } from '../api/client.ts'
import type { FileUse } from './field.ts'
import type { FieldControlProps } from './field-control.ts'
import { type StoredFile, storedFiles } from './stored-files.ts'

/** Completed jobs whose files are offered, the latest first. */
const JOBS = 50

/** A file of a completed job: the models or tables that the latest ones have left. */
export function FileControl({ field, draft, onChange, id, invalid }: FieldControlProps) {
  const { use } = field.control as Extract<typeof field.control, { kind: 'file' }>
  const {
    data: files,
    isPending,
    isError,
  } = useQuery({ queryKey: ['stored files', use], queryFn: () => listFiles(use) })
  const chosen = String(draft)
  const isOther = chosen !== '' && files !== undefined && !files.some(({ key }) => key === chosen)
  return (
    <div className="space-y-2">
      <select
        id={id}
        aria-describedby={`${id}-about`}
        aria-invalid={invalid}
        value={chosen}
        onChange={(event) => onChange(event.target.value)}
        className="field max-w-xl"
      >
        <option value="">{isPending ? 'Looking for files …' : 'Choose a file'}</option>
        {isOther && <option value={chosen}>{chosen}</option>}
        {files?.map(({ key, name, origin }) => (
          <option key={key} value={key}>
            {name} ({origin})
          </option>
        ))}
      </select>
      {isError && <p className="text-sm text-serious">The files could not be listed. Reload the page to try again.</p>}
      {files?.length === 0 && (
        <p className="text-sm text-ink-soft">
          {use === 'model'
            ? 'There is no model yet: run Modelling on a table with results first.'
            : 'There is no file yet.'}
        </p>
      )}
    </div>
  )
}

async function listFiles(use: FileUse): Promise<StoredFile[]> {
  const { jobs } = await api.jobs({ limit: JOBS, status: 'completed' })
  const found = await Promise.all(jobs.map(async (job) => storedFiles(job, await api.artifacts(job.job_id), use)))
  return found.flat()
}
