import type { JobDetail } from '@zerosec/contract'
import type { Report } from '@zerosec/report'
import { ProposalList } from '../proposals/proposal-list.tsx'
import { PROPOSALS } from '../proposals/read-proposals.ts'
import { Calculator } from './calculator.tsx'
import { Figure } from './figure.tsx'
import { isComposed } from './figure-size.ts'
import { Formula } from './formula.tsx'
import { Metrics } from './metrics.tsx'
import { ReportTable } from './report-table.tsx'
import { type ReportFiles, RunSheet } from './run-sheet.tsx'

type Section = Report['sections'][number]
type Block = Section['blocks'][number]

function BlockView({ block, section, job, files }: ReportSectionProps & { block: Block }) {
  if (block.kind === 'table' && block.id === PROPOSALS) {
    return (
      <ProposalList job={job} block={block} sheet={section.blocks.find((each) => each.kind === 'run_sheet') ?? null} />
    )
  }
  switch (block.kind) {
    case 'metrics':
      return <Metrics block={block} />
    case 'table':
      return <ReportTable block={block} />
    case 'figure':
      return <Figure block={block} />
    case 'formula':
      return <Formula block={block} />
    case 'calculator':
      return <Calculator block={block} />
    case 'run_sheet':
      return <RunSheet block={block} files={files} />
    case 'text':
      return <p className="max-w-prose">{block.text}</p>
  }
}

function isPlot(block: Block): boolean {
  return block.kind === 'figure' && !isComposed(block.spec)
}

/** Neighbouring plots stand side by side where there is room; what is wider has a line of its own. */
function inRows(blocks: readonly Block[]): Block[][] {
  const rows: Block[][] = []
  for (const block of blocks) {
    const last = rows.at(-1)
    if (isPlot(block) && last?.[0] && isPlot(last[0])) last.push(block)
    else rows.push([block])
  }
  return rows
}

interface ReportSectionProps {
  readonly section: Section
  readonly job: JobDetail
  readonly files: ReportFiles
}

export function ReportSection({ section, job, files }: ReportSectionProps) {
  return (
    <section id={section.id} aria-labelledby={`${section.id}-title`}>
      <h2 id={`${section.id}-title`} className="text-xl">
        {section.title}
      </h2>
      {section.text && <p className="mt-1.5 max-w-prose text-ink-soft">{section.text}</p>}
      <div className="mt-5 space-y-8">
        {inRows(section.blocks).map((row, index) => (
          <div
            key={index}
            className={row.length > 1 ? 'grid gap-6 xl:grid-cols-2 xl:[&>:last-child:nth-child(odd)]:col-span-2' : ''}
          >
            {row.map((block, place) => (
              <BlockView key={place} block={block} section={section} job={job} files={files} />
            ))}
          </div>
        ))}
      </div>
    </section>
  )
}
