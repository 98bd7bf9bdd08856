'use client'

import type { Report } from '@zerosec/report'
import { useCurrentSection } from './use-current-section.ts'

/** The sections, beside the report where there is room. */
export function ReportContents(props: { report: Report; hasModel: boolean; hasFront: boolean }) {
  const { report, hasModel, hasFront } = props
  const places = [
    ...(report.warnings.length > 0 ? [{ id: 'warnings', title: 'Before you trust it' }] : []),
    ...(hasModel ? [{ id: 'predict', title: 'Predict and try out' }] : []),
    ...(hasFront ? [{ id: 'explore', title: 'Explore the front' }] : []),
    ...report.sections,
    { id: 'downloads', title: 'Downloads' },
    { id: 'details', title: 'How it was made' },
    { id: 'lineage', title: 'Where it comes from' },
  ]
  const current = useCurrentSection(places.map(({ id }) => id))
  return (
    <nav aria-label="Sections of the report" className="hidden lg:block">
      <ul className="sticky top-24 space-y-2 border-l border-line text-sm">
        {places.map(({ id, title }) => (
          <li key={id}>
            <a
              href={`#${id}`}
              aria-current={id === current ? 'location' : undefined}
              className="-ml-px block border-l border-transparent pl-4 text-ink-soft transition-colors hover:text-ink aria-[current]:border-accent aria-[current]:text-ink"
            >
              {title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
