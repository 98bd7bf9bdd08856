'use client'

import type { Artifact, JobDetail } from '@zerosec/contract'
import type { Report } from '@zerosec/report'
import { Icon } from '../controls/icon.tsx'
import { RegisterModel } from '../models/register-model.tsx'
import { formatBytes } from '../numbers/format.ts'
import { DownloadButton } from './download-button.tsx'

/** What is in a file, by its name; several responses number theirs. */
const CONTENTS: readonly (readonly [name: RegExp, content: string])[] = [
  [/^run_sheet\./, 'The runs in the order of making, with cells for the results'],
  [/^report\.json$/, 'The whole report for programs'],
  [/^model.*\.zsm$/, 'The model, to predict with'],
  [/^model.*\.onnx$/, 'The prediction, for programs that read ONNX'],
  [/^model.*_lightgbm\.txt$/, 'The trees, in the text format of LightGBM'],
  [/^model.*_xgboost\.json$/, 'The trees, in the JSON format of XGBoost'],
  [/^out_of_fold_predictions/, 'Each row predicted by models that never saw it, with its interval'],
  [/^tuning_history/, 'Every setting that was tried'],
  [/^shap/, 'What each factor adds to each prediction'],
  [/^environment/, 'What it was made with'],
]

/** What is in a file, where its name does not say it. */
function contentOf(fileName: string, { sections }: Report): string | undefined {
  if (fileName === 'report.xlsx') {
    return sections.some(({ blocks }) => blocks.some(({ kind }) => kind === 'calculator'))
      ? 'Every table, the charts, and a calculator with live formulas'
      : 'Every table and the charts'
  }
  return CONTENTS.find(([name]) => name.test(fileName))?.[1]
}

interface DownloadsProps {
  readonly report: Report
  readonly job: JobDetail
  readonly artifacts: readonly Artifact[]
}

function FileRow({ report, job, artifact }: Omit<DownloadsProps, 'artifacts'> & { artifact: Artifact }) {
  const content = contentOf(artifact.file_name, report)
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2">
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium">{artifact.file_name}</span>
        {content && <span className="block text-sm text-ink-soft">{content}</span>}
      </span>
      <span className="text-sm text-ink-faint">{formatBytes(artifact.size_bytes)}</span>
      <DownloadButton look="quiet" jobId={job.job_id} artifact={artifact}>
        <Icon name="download" />
        <span className="sr-only">Download {artifact.file_name}</span>
      </DownloadButton>
      {artifact.file_type === 'zsm' && <RegisterModel job={job} artifact={artifact} />}
    </li>
  )
}

/** The files of the job; pictures folded away, there are many. */
export function Downloads({ report, job, artifacts }: DownloadsProps) {
  const isPicture = ({ file_type }: Artifact) => file_type === 'png' || file_type === 'svg'
  const pictures = artifacts.filter(isPicture)
  const row = (artifact: Artifact) => <FileRow key={artifact.file_key} report={report} job={job} artifact={artifact} />
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
