import type { Report } from '@zerosec/report'

/** The sections, beside the report where there is room. */
export function ReportContents({ report }: { report: Report }) {
  const places = [
    ...(report.warnings.length > 0 ? [{ id: 'warnings', title: 'Before you trust it' }] : []),
    ...report.sections,
    { id: 'downloads', title: 'Downloads' },
    { id: 'details', title: 'How it was made' },
  ]
  return (
    <nav aria-label="Sections of the report" className="hidden lg:block">
      <ul className="sticky top-24 space-y-2 border-l border-line text-sm">
        {places.map(({ id, title }) => (
          <li key={id}>
            <a
              href={`#${id}`}
              className="-ml-px block border-l border-transparent pl-4 text-ink-soft transition-colors hover:border-accent hover:text-ink"
            >
              {title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
