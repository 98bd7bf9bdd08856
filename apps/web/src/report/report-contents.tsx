'use client'

import type { Report } from '@zerosec/report'
import { SectionLinks } from '../layout/section-links.tsx'

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
  return <SectionLinks label="Sections of the report" places={places} />
}
