import type { Finding } from '@zerosec/table'
import { Icon } from '../controls/icon.tsx'
import { formatInteger } from '../numbers/format.ts'

type Place = Finding['places'][number]

function PlaceRow({ place, column }: { place: Place; column: string | undefined }) {
  return (
    <tr className="border-t border-line">
      <td className="py-1 pr-4 text-ink-faint">row {formatInteger(place.row)}</td>
      <td className="py-1 pr-4">{place.column ?? column ?? ''}</td>
      <td className="py-1 font-mono text-xs">
        {place.before !== undefined && <span className="text-ink-soft">{place.before || '(empty)'}</span>}
        {place.after !== undefined && (
          <>
            <span className="px-2 text-ink-faint" aria-label="became">
              →
            </span>
            <span>{place.after || 'missing'}</span>
          </>
        )}
      </td>
    </tr>
  )
}

function Places({ finding }: { finding: Finding }) {
  const more = finding.count - finding.places.length
  return (
    <div className="mb-3 ml-9 overflow-x-auto rounded-md bg-sunken px-3 py-1">
      <table className="min-w-full text-sm [&_tr:first-child]:border-t-0">
        <caption className="sr-only">Where</caption>
        <tbody>
          {finding.places.map((place, index) => (
            <PlaceRow key={index} place={place} column={finding.column} />
          ))}
        </tbody>
      </table>
      {more > 0 && <p className="border-t border-line py-1 text-xs text-ink-faint">and {formatInteger(more)} more</p>}
    </div>
  )
}

/** One repair or doubt; opens to the places in the file. */
export function FindingRow({ finding }: { finding: Finding }) {
  const line = (
    <>
      <Icon
        name={finding.kind === 'repair' ? 'repair' : 'caution'}
        className={`mt-1 ${finding.kind === 'repair' ? 'text-accent' : 'text-caution'}`}
      />
      <span className="min-w-0 flex-1">{finding.message}</span>
    </>
  )
  if (finding.places.length === 0) return <div className="flex gap-3 px-1 py-2.5">{line}</div>
  return (
    <details className="group">
      <summary className="flex list-none gap-3 rounded-md px-1 py-2.5 hover:bg-sunken [&::-webkit-details-marker]:hidden">
        {line}
        <span className="shrink-0 text-sm text-ink-faint">{formatInteger(finding.count)}</span>
        <Icon name="chevron" className="mt-1 text-ink-faint transition-transform group-open:rotate-90" />
      </summary>
      <Places finding={finding} />
    </details>
  )
}
