'use client'

import type { Artifact, JobDetail } from '@zerosec/contract'
import type { Report } from '@zerosec/report'
import { ArrivalHeading } from '../controls/arrival-heading.tsx'
import { LinkButton } from '../controls/button.tsx'
import { Icon } from '../controls/icon.tsx'
import { formatInteger, withUnitsAttached } from '../numbers/format.ts'
import { formatDuration } from '../numbers/time.ts'
import { DownloadButton } from './download-button.tsx'

/** Letters from which a headline is set smaller. */
const LONG_HEADLINE = 110

interface ReportHeroProps {
  readonly report: Report
  readonly job: JobDetail
  readonly artifacts: readonly Artifact[]
}

/** The finding as a sentence, where it comes from, and the way out with it. */
export function ReportHero({ report, job, artifacts }: ReportHeroProps) {
  const runSheet = artifacts.find(({ file_name }) => file_name === 'run_sheet.xlsx')
  const workbook = artifacts.find(({ file_name }) => file_name === 'report.xlsx')
  const took = job.completed_at ? Date.parse(job.completed_at) - Date.parse(job.created_at) : null
  return (
    <header>
      <p className="flex flex-wrap gap-x-3 text-sm text-ink-faint">
        <span className="text-accent">{report.title}</span>
        <span className="min-w-0 break-words">{report.table.name}</span>
        <span>
          {formatInteger(report.table.rows)} × {formatInteger(report.table.columns)}
        </span>
        {took !== null && <span className="font-mono">{formatDuration(took)}</span>}
      </p>
      <ArrivalHeading
        id="headline"
        className={`mt-3 max-w-4xl leading-[1.22] font-[560] tracking-[-0.02em] break-words break-keep ${
          report.headline.length > LONG_HEADLINE ? 'text-xl sm:text-2xl' : 'text-2xl sm:text-3xl'
        }`}
      >
        {withUnitsAttached(report.headline)}
      </ArrivalHeading>
      <div className="mt-6 flex flex-wrap gap-3">
        {runSheet && (
          <DownloadButton look="primary" jobId={job.job_id} artifact={runSheet}>
            <Icon name="download" /> Run sheet
          </DownloadButton>
        )}
        {workbook && (
          <DownloadButton look={runSheet ? 'plain' : 'primary'} jobId={job.job_id} artifact={workbook}>
            <Icon name="download" /> Excel workbook
          </DownloadButton>
        )}
        <LinkButton href={`/?from=${job.job_id}`}>
          <Icon name="again" /> Change and run again
        </LinkButton>
      </div>
    </header>
  )
}
