import type { AuditEntry } from '@zerosec/contract'

const COLUMNS = ['When', 'Who', 'What', 'On', 'Outcome', 'From'] as const

/** The entries as they are stored; ids whole, as they are what one looks for. */
export function AuditTable({ entries }: { entries: readonly AuditEntry[] }) {
  return (
    <section
      aria-label="Audit log"
      // A box that scrolls must be reachable from the keyboard.
      tabIndex={0}
      className="scroll-box mt-5 rounded-lg border border-line bg-surface"
    >
      <table className="w-full border-separate border-spacing-0 text-left text-sm">
        <thead>
          <tr>
            {COLUMNS.map((title) => (
              <th
                key={title}
                scope="col"
                className="border-b border-line-strong px-3 py-2 text-xs font-medium text-ink-soft first:pl-4 last:pr-4"
              >
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {entries.map((entry, index) => (
            <Row key={`${entry.request_id} ${index}`} entry={entry} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Row({ entry }: { entry: AuditEntry }) {
  const { at, actor, workspace_id: workspace, action, subject, outcome, times, address } = entry
  const isDone = outcome === 'done'
  return (
    <tr className="align-top [&:not(:last-child)>td]:border-b [&>td]:border-line [&>td]:px-3 [&>td]:py-1.5 [&>td:first-child]:pl-4 [&>td:last-child]:pr-4">
      <td className="whitespace-nowrap text-ink-soft">
        <time dateTime={at}>{new Date(at).toLocaleString()}</time>
      </td>
      <td className="min-w-28">
        <span className="break-words [overflow-wrap:anywhere]">{actor}</span>
        {workspace !== null && <span className="block text-xs text-ink-faint">{workspace}</span>}
      </td>
      <td className="font-mono text-xs whitespace-nowrap">{action.replace('/api/v1', '')}</td>
      <td className="min-w-72 font-mono text-xs break-all">{subject ?? ''}</td>
      <td className={`whitespace-nowrap ${isDone ? '' : 'text-serious'}`}>
        {outcome}
        {times > 1 && <span className="text-ink-faint"> {times} times</span>}
      </td>
      <td className="whitespace-nowrap text-ink-soft">{address ?? 'this machine'}</td>
    </tr>
  )
}
