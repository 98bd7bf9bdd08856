'use client'

import { useQuery } from '@tanstack/react-query'
import type { LineageFile, LineageJob } from '@zerosec/contract'
import Link from 'next/link'
import { api } from '../api/client.ts'
import { problemOf } from '../api/problem.ts'
import { PlaceInProject } from './place-in-project.tsx'

/** What a job was made from and what was made from it, each with the way there. */
export function Lineage({ jobId }: { jobId: string }) {
  const lineage = useQuery({ queryKey: ['lineage', jobId], queryFn: () => api.lineage(jobId) })
  const analyses = useQuery({ queryKey: ['analyses'], queryFn: () => api.analyses() })
  const titleOf = (name: string | null) => analyses.data?.find((one) => one.name === name)?.title ?? name ?? ''
  const [itself, ...related] = lineage.data?.jobs ?? []
  const ancestors = related.filter(({ side }) => side === 'ancestor')
  const descendants = related.filter(({ side }) => side === 'descendant')
  return (
    <section id="lineage" aria-labelledby="lineage-title">
      <h2 id="lineage-title" className="text-xl">
        Where it comes from
      </h2>
      {lineage.error && (
        <p role="alert" className="mt-3 text-sm text-serious">
          {problemOf(lineage.error).message}
        </p>
      )}
      {itself && (
        <div className="mt-4 space-y-5">
          <PlaceInProject jobId={jobId} place={itself.project} />
          <ol className="ml-1 border-l border-line">
            {ancestors.toReversed().map((job) => (
              <JobStop key={job.job_id} job={job} title={titleOf(job.job_type)} />
            ))}
            <Stop isHere>
              <p>
                <span className="font-medium">{titleOf(itself.job_type)}, this result</span>
                <Made job={itself} />
              </p>
              <Files files={itself.files} />
            </Stop>
            {descendants.map((job) => (
              <JobStop key={job.job_id} job={job} title={titleOf(job.job_type)} />
            ))}
          </ol>
          {descendants.length === 0 && <p className="text-sm text-ink-faint">Nothing was made from it so far.</p>}
          {lineage.data?.is_cut && (
            <p className="text-sm text-caution">
              There are more jobs than are listed: open one of them to see further.
            </p>
          )}
        </div>
      )}
    </section>
  )
}

function JobStop({ job, title }: { job: LineageJob; title: string }) {
  const how = job.side === 'ancestor' ? 'this is made from it' : 'made from this'
  if (job.state === 'deleted') {
    return (
      <Stop>
        <p className="text-ink-soft">
          A job that was deleted, <span className="font-mono text-sm break-all">{job.job_id}</span>
          <span className="ml-2 text-sm text-ink-faint">{how}</span>
        </p>
        <Files files={job.files} />
      </Stop>
    )
  }
  return (
    <Stop>
      <p>
        <Link href={`/job/?id=${job.job_id}`} className="font-medium break-words hover:text-accent">
          {title}
        </Link>
        <Made job={job} />
        <span className="block text-sm text-ink-faint">
          {[how, job.project && `${job.project.name}, round ${job.project.round}`].filter(Boolean).join(' · ')}
        </span>
      </p>
      {job.headline && <p className="line-clamp-2 text-sm text-ink-soft">{job.headline}</p>}
      <Files files={job.files} />
    </Stop>
  )
}

function Made({ job: { seed, version } }: { job: LineageJob }) {
  const facts = [seed === null ? [] : `seed ${seed}`, version === null ? [] : `version ${version}`].flat()
  return <span className="ml-2 text-sm text-ink-faint">{facts.join(', ')}</span>
}

function Stop({ isHere = false, children }: { isHere?: boolean; children: React.ReactNode }) {
  return (
    <li className="relative pb-5 pl-6 last:pb-0">
      <span
        aria-hidden
        className={`absolute top-2 -left-[5px] size-[9px] rounded-full border-2 ${
          isHere ? 'border-accent bg-accent' : 'border-line-strong bg-paper'
        }`}
      />
      {children}
    </li>
  )
}

function Files({ files }: { files: readonly LineageFile[] }) {
  if (files.length === 0) return null
  return (
    <ul className="mt-1 space-y-0.5 text-sm">
      {files.map(({ parameter, reference, name, sha256, from_job: maker, is_stored: isStored }) => (
        <li key={`${parameter} ${reference}`} className="flex flex-wrap gap-x-2 text-ink-soft">
          <span className="text-ink-faint">{parameter ?? 'table'}</span>
          <span className="break-all">{name}</span>
          {sha256 && (
            <span className="font-mono text-xs leading-5 text-ink-faint" title={`SHA-256 ${sha256}`}>
              {sha256.slice(0, 12)}
            </span>
          )}
          {maker && (
            <Link href={`/job/?id=${maker}`} className="text-accent hover:text-accent-strong">
              made by a job
            </Link>
          )}
          {!isStored && <span className="text-caution">deleted since</span>}
        </li>
      ))}
    </ul>
  )
}
