'use client'

import type { Artifact, JobDetail } from '@zerosec/contract'
import type { Report } from '@zerosec/report'
import { PredictSection } from '../model/predict-section.tsx'
import { FrontSection } from '../pareto/front-section.tsx'
import { Lineage } from '../project/lineage.tsx'
import { Downloads } from './downloads.tsx'
import { ReportContents } from './report-contents.tsx'
import { ReportDetails } from './report-details.tsx'
import { ReportHero } from './report-hero.tsx'
import { ReportSection } from './report-section.tsx'
import { ReportWarnings } from './report-warnings.tsx'

/** The rows that no other beats, with their factors. */
const FRONT_FILE = 'pareto_front.csv'

interface ReportViewProps {
  readonly report: Report
  readonly job: JobDetail
  readonly artifacts: readonly Artifact[]
}

/** The report document as a page: what was found first, then how sure it is, then everything else. */
export function ReportView({ report, job, artifacts }: ReportViewProps) {
  const models = modelsOf(artifacts)
  const front = artifacts.find(({ file_name }) => file_name === FRONT_FILE)
  return (
    <article aria-labelledby="headline" className="appear pt-8 sm:pt-12">
      <ReportHero report={report} job={job} artifacts={artifacts} />
      <div className="mt-10 grid gap-10 lg:grid-cols-[11rem_minmax(0,1fr)] lg:gap-14">
        <ReportContents report={report} hasModel={models.length > 0} hasFront={front !== undefined} />
        <div className="min-w-0 space-y-16">
          <ReportWarnings warnings={report.warnings} />
          {models.length > 0 && <PredictSection jobId={job.job_id} artifacts={models} />}
          {front && <FrontSection report={report} jobId={job.job_id} front={front} />}
          {report.sections.map((section) => (
            <ReportSection key={section.id} section={section} job={job} files={{ jobId: job.job_id, artifacts }} />
          ))}
          <Downloads report={report} job={job} artifacts={artifacts} />
          <ReportDetails report={report} job={job} />
          <Lineage jobId={job.job_id} />
        </div>
      </div>
    </article>
  )
}

/** In the order of their responses, which number their names. */
function modelsOf(artifacts: readonly Artifact[]): readonly Artifact[] {
  return artifacts
    .filter(({ file_type }) => file_type === 'zsm')
    .toSorted((a, b) => a.file_name.localeCompare(b.file_name, undefined, { numeric: true }))
}
