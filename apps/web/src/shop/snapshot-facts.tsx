import type { CommerceResult, CommerceStatus } from '@zerosec/contract'
import { DialogSection } from './dialog-section.tsx'
import type { ShopView } from './shop-view.ts'

/** Which data the number is of, and how fresh they are. */
export function SnapshotFacts({
  view,
  result,
  status,
}: {
  view: ShopView
  result: CommerceResult
  status: CommerceStatus | undefined
}) {
  const { format } = view
  const quarantined = status?.quarantined.reduce((sum, { rows }) => sum + rows, 0) ?? 0
  const facts: readonly (readonly [string, string])[] = [
    ['Known up to', format.day(result.as_of)],
    ...(status
      ? ([
          [
            'Loaded',
            `${format.moment(status.snapshot.made_at)}, ${status.files.length === 0 ? 'an invented shop' : `${status.files.length} files`}`,
          ],
          [
            'Quarantined',
            quarantined === 0
              ? 'no row'
              : `${format.exact(quarantined, 'count')} rows that could not be read as what they should be`,
          ],
        ] as const)
      : []),
    ['Currency', result.currency ?? 'not known'],
    ['Time zone', result.time_zone ?? 'not known'],
    ['Read from', result.sources.join(', ')],
    ['Snapshot', result.snapshot_id],
  ]
  return (
    <DialogSection title="Data">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-5 gap-y-1 text-sm">
        {facts.map(([name, text]) => (
          <div key={name} className="contents">
            <dt className="text-ink-faint">{name}</dt>
            <dd className="break-words">{text}</dd>
          </div>
        ))}
      </dl>
    </DialogSection>
  )
}
