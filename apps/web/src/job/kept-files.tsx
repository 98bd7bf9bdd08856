'use client'

import { useQuery } from '@tanstack/react-query'
import { api } from '../api/client.ts'
import { Icon } from '../controls/icon.tsx'
import { formatBytes } from '../numbers/format.ts'
import { DownloadButton } from '../report/download-button.tsx'

/** What a job had found when it was ended; nothing where it had kept no file. */
export function KeptFiles({ jobId }: { jobId: string }) {
  const { data: artifacts = [] } = useQuery({ queryKey: ['artifacts', jobId], queryFn: () => api.artifacts(jobId) })
  if (artifacts.length === 0) return null
  return (
    <section aria-labelledby="kept" className="mt-8">
      <h2 id="kept" className="text-lg">
        Found so far
      </h2>
      <ul className="mt-2 divide-y divide-line border-y border-line">
        {artifacts.map((artifact) => (
          <li key={artifact.file_key} className="flex items-center gap-4 py-2">
            <span className="min-w-0 flex-1 truncate font-medium">{artifact.file_name}</span>
            <span className="text-sm text-ink-faint">{formatBytes(artifact.size_bytes)}</span>
            <DownloadButton look="quiet" jobId={jobId} artifact={artifact}>
              <Icon name="download" />
              <span className="sr-only">Download {artifact.file_name}</span>
            </DownloadButton>
          </li>
        ))}
      </ul>
    </section>
  )
}
