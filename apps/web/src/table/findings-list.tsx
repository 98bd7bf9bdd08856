import type { Finding } from '@zerosec/table'
import { plural } from '../numbers/format.ts'
import { FindingRow } from './finding-row.tsx'

function FindingGroup({ title, text, findings }: { title: string; text: string; findings: readonly Finding[] }) {
  if (findings.length === 0) return null
  return (
    <div>
      <h3 className="text-base">{title}</h3>
      <p className="mt-0.5 mb-2 text-sm text-ink-soft">{text}</p>
      <ul className="divide-y divide-line border-y border-line">
        {findings.map((finding, index) => (
          <li key={index}>
            <FindingRow finding={finding} />
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Everything that the reading changed, and everything it is not sure of. */
export function FindingsList({ findings }: { findings: readonly Finding[] }) {
  const repairs = findings.filter(({ kind }) => kind === 'repair')
  const doubts = findings.filter(({ kind }) => kind === 'doubt')
  if (findings.length === 0) {
    return <p className="text-sm text-ink-soft">Read as it stands: nothing was repaired, nothing is in doubt.</p>
  }
  return (
    <div className={`grid items-start gap-8 ${repairs.length > 0 && doubts.length > 0 ? 'lg:grid-cols-2' : ''}`}>
      <FindingGroup
        title={plural(doubts.length, 'doubt')}
        text="Not changed, but worth a look before you trust a result."
        findings={doubts}
      />
      <FindingGroup
        title={plural(repairs.length, 'repair')}
        text="Changed on reading, in our copy only: your file is as it was."
        findings={repairs}
      />
    </div>
  )
}
