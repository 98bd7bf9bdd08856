'use client'

import type { Artifact } from '@zerosec/contract'
import { Icon } from '../controls/icon.tsx'
import { formatBytes } from '../numbers/format.ts'
import { DownloadButton } from './download-button.tsx'

const ABOUT: Record<string, string> = {
  'run_sheet.xlsx': 'The runs in the order of making, with cells for the results',
  'report.xlsx': 'Every table, the charts, and a calculator with live formulas',
  'report.json': 'The whole report for programs',
}

function FileRow({ jobId, artifact }: { jobId: string; artifact: Artifact }) {
  return (
    <li className="flex items-center gap-4 py-2">
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium">{artifact.file_name}</span>
        {ABOUT[artifact.file_name] && <span className="block text-sm text-ink-soft">{ABOUT[artifact.file_name]}</span>}
      </span>
      <span className="text-sm text-ink-faint">{formatBytes(artifact.size_bytes)}</span>
      <DownloadButton look="quiet" jobId={jobId} artifact={artifact}>
        <Icon name="download" />
        <span className="sr-only">Download {artifact.file_name}</span>
      </DownloadButton>
    </li>
  )
}

/** The files of the job; pictures folded away, there are many. */
export function Downloads({ jobId, artifacts }: { jobId: string; artifacts: readonly Artifact[] }) {
  const isPicture = ({ file_type }: Artifact) => file_type === 'png' || file_type === 'svg'
  const pictures = artifacts.filter(isPicture)
  const row = (artifact: Artifact) => <FileRow key={artifact.file_key} jobId={jobId} artifact={artifact} />
  const rank = ({ file_type }: Artifact) => (file_type === 'xlsx' ? 0 : 1)
  const documents = artifacts.filter((each) => !isPicture(each)).toSorted((left, right) => rank(left) - rank(right))
  return (
    <section id="downloads" aria-labelledby="downloads-title">
      <h2 id="downloads-title" className="text-xl">
        Downloads
      </h2>
      <ul className="mt-4 divide-y divide-line border-y border-line">{documents.map(row)}</ul>
      {pictures.length > 0 && (
        <details className="group border-b border-line">
          <summary className="flex list-none items-center gap-2 py-3 font-medium [&::-webkit-details-marker]:hidden">
            <Icon name="chevron" className="text-ink-faint transition-transform group-open:rotate-90" />
            {pictures.length} pictures
          </summary>
          <ul className="divide-y divide-line border-t border-line pl-6">{pictures.map(row)}</ul>
        </details>
      )}
    </section>
  )
}
