'use client'

import type { JobDetail } from '@zerosec/contract'
import type { RunSheetBlock, TableBlock } from '@zerosec/report'
import { useRouter } from 'next/navigation'
import { useMemo, useState } from 'react'
import { newJobId } from '../analysis-form/use-submission.ts'
import { api } from '../api/client.ts'
import { type Problem, problemOf } from '../api/problem.ts'
import { Button } from '../controls/button.tsx'
import { Icon } from '../controls/icon.tsx'
import { Notice } from '../controls/notice.tsx'
import { asCsv } from '../model/predicted-table.ts'
import { plural } from '../numbers/format.ts'
import { useProjectChoice } from '../project/project-choice.ts'
import { cellText } from '../report/cell-text.ts'
import { saveText } from '../report/save-text.ts'
import { acceptedSheet, askAgainParameters, type Proposal, readProposals } from './read-proposals.ts'

interface ProposalListProps {
  readonly job: JobDetail
  readonly block: TableBlock
  /** What the runs are made of; null where the report has no sheet. */
  readonly sheet: RunSheetBlock | null
}

/** Proposed runs, each to be accepted or rejected: the accepted ones leave as a run sheet, for the others is asked again. */
export function ProposalList({ job, block, sheet }: ProposalListProps) {
  const proposals = useMemo(() => readProposals(block), [block])
  const [rejected, setRejected] = useState<ReadonlySet<number>>(new Set())
  const { askAgain, isAsking, problem } = useAskAgain(job)
  const accepted = proposals.length - rejected.size
  const toggle = (number: number) =>
    setRejected(
      (before) => new Set(before.has(number) ? [...before].filter((each) => each !== number) : [...before, number]),
    )
  return (
    <figure data-testid="proposals">
      <figcaption className="mb-2 font-medium">{block.title}</figcaption>
      <ol className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
        {proposals.map((proposal) => (
          <ProposalRow
            key={proposal.number}
            block={block}
            proposal={proposal}
            isRejected={rejected.has(proposal.number)}
            onToggle={() => toggle(proposal.number)}
          />
        ))}
      </ol>
      <div className="mt-3 flex flex-wrap items-center gap-3">
        <p role="status" className="mr-auto text-sm text-ink-soft">
          {rejected.size === 0
            ? `All ${plural(accepted, 'run')} accepted.`
            : `${plural(accepted, 'run')} accepted, ${rejected.size} rejected.`}
        </p>
        {sheet && (
          <Button
            disabled={accepted === 0}
            onClick={() => saveText('accepted_runs.csv', 'text/csv', asCsv(acceptedSheet(sheet, proposals, rejected)))}
          >
            <Icon name="download" /> Accepted runs
          </Button>
        )}
        <Button
          look="primary"
          disabled={rejected.size === 0 || isAsking}
          onClick={() => askAgain(askAgainParameters(job.parameters, proposals, rejected))}
        >
          <Icon name="again" /> Ask again
        </Button>
      </div>
      {problem && (
        <div className="mt-3">
          <Notice level="serious" alert>
            {problem.message}
          </Notice>
        </div>
      )}
      {block.note && <p className="mt-2 text-sm text-ink-soft">{block.note}</p>}
    </figure>
  )
}

interface ProposalRowProps {
  readonly block: TableBlock
  readonly proposal: Proposal
  readonly isRejected: boolean
  readonly onToggle: () => void
}

function ProposalRow({ block, proposal, isRejected, onToggle }: ProposalRowProps) {
  const { number, settings, why, cells } = proposal
  const facts = block.columns.flatMap((column, place) =>
    ['number', 'why'].includes(column.name) || column.label in settings ? [] : [{ column, cell: cells[place] ?? null }],
  )
  const settingColumns = block.columns.filter(({ label }) => label in settings)
  return (
    <li
      data-proposal={number}
      data-rejected={isRejected}
      className={`flex gap-3 px-3 py-3 sm:gap-4 sm:px-4 transition-colors ${isRejected ? 'bg-sunken' : ''}`}
    >
      <span className="w-6 pt-0.5 text-right text-sm text-ink-faint">{number}</span>
      <div className="min-w-0 flex-1">
        <dl className="flex flex-wrap gap-x-5 gap-y-1">
          {settingColumns.map(({ label, unit, format }) => (
            <div key={label} className="min-w-18">
              <dt className="text-xs text-ink-faint">{label}</dt>
              <dd className={`font-medium ${isRejected ? 'text-ink-faint line-through' : ''}`}>
                {cellText(settings[label] ?? null, format)}
                {unit && <span className="ml-1 text-sm font-normal text-ink-faint">{unit}</span>}
              </dd>
            </div>
          ))}
        </dl>
        <p className="mt-1.5 text-sm text-ink-soft">{why}</p>
        <dl className="mt-1 flex flex-wrap gap-x-4 text-xs text-ink-faint">
          {facts.map(({ column, cell }) => (
            <div key={column.name} className="flex gap-1">
              <dt>{column.label}</dt>
              <dd className="text-ink-soft">
                {cellText(cell, column.format)}
                {column.unit && ` ${column.unit}`}
              </dd>
            </div>
          ))}
        </dl>
      </div>
      <Button
        look="quiet"
        className="self-start max-sm:-mr-2 max-sm:px-2"
        aria-pressed={isRejected}
        aria-label={isRejected ? `Accept again: run ${number}` : `Reject run ${number}`}
        onClick={onToggle}
      >
        <Icon name={isRejected ? 'undo' : 'close'} />
        <span className="max-sm:sr-only">{isRejected ? 'Accept again' : 'Reject'}</span>
      </Button>
    </li>
  )
}

/** Submits the job once more on the same file, and goes to its page. */
function useAskAgain(job: JobDetail) {
  const router = useRouter()
  const { choice } = useProjectChoice()
  const [isAsking, setAsking] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const askAgain = async (parameters: Record<string, unknown>) => {
    setAsking(true)
    setProblem(null)
    try {
      const file = { jobId: newJobId(), bucket: job.input_bucket, key: job.input_key, fileName: job.file_name }
      const project = choice ? { project: choice } : {}
      const { job_id } = await api.submit({ file, jobType: job.job_type, parameters, ...project })
      router.push(`/job/?id=${job_id}`)
    } catch (error) {
      setProblem(problemOf(error))
      setAsking(false)
    }
  }
  return { askAgain, isAsking, problem }
}
