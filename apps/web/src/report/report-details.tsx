import type { JobDetail } from '@zerosec/contract'
import type { Report } from '@zerosec/report'
import { formatInteger } from '../numbers/format.ts'

/** Everything needed to make the same report again. */
export function ReportDetails({ report, job }: { report: Report; job: JobDetail }) {
  const facts: [string, string][] = [
    ['Analysis', report.analysis],
    ['Version', report.version],
    ['Seed', String(report.seed)],
    ['File', `${report.table.name}, ${formatInteger(report.table.rows)} rows, ${report.table.columns} columns`],
    ['SHA-256 of the file', report.table.sha256],
    ['Job', job.job_id],
    ...Object.entries(report.parameters).map(([name, value]): [string, string] => [name, JSON.stringify(value)]),
  ]
  return (
    <section id="details" aria-labelledby="details-title">
      <h2 id="details-title" className="text-xl">
        How it was made
      </h2>
      <p className="mt-1.5 text-ink-soft">
        The same file, parameters, seed and version give this report again, digit for digit.
      </p>
      <dl className="mt-4 text-sm">
        {facts.map(([name, value]) => (
          <div key={name} className="flex flex-wrap gap-x-6 border-t border-line py-1.5 last:border-b">
            <dt className="w-44 shrink-0 text-ink-soft">{name}</dt>
            <dd className="min-w-0 flex-1 basis-64 font-mono text-[0.8125rem] break-words">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
