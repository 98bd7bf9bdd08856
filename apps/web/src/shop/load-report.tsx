'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { BASE_PATH, type CommerceLoad } from '@zerosec/contract'
import { api } from '../api/client.ts'
import { problemOf } from '../api/problem.ts'
import { Button } from '../controls/button.tsx'
import { Icon } from '../controls/icon.tsx'
import { Notice } from '../controls/notice.tsx'
import { DialogSection } from './dialog-section.tsx'

const PARTS = [
  { part: 'rows', label: 'Rows' },
  { part: 'loaded', label: 'Loaded' },
  { part: 'quarantined', label: 'Quarantined' },
  { part: 'superseded', label: 'Superseded' },
  { part: 'ignored', label: 'Left out' },
] as const
const MOST_FILES = 100
const number = new Intl.NumberFormat('en')

/** Every row of every file: rows = loaded + quarantined + superseded + left out. */
export function LoadReport({ load, onClose }: { load: CommerceLoad; onClose: () => void }) {
  if (load.snapshot_id === null) {
    return (
      <>
        <Notice level="note">Nothing has changed: every file was loaded before, and the same snapshot serves.</Notice>
        <Button look="primary" onClick={onClose}>
          Show the numbers
        </Button>
      </>
    )
  }
  return (
    <>
      <FileTable files={load.files} />
      <Quarantined load={load} />
      {load.findings.length > 0 && (
        <DialogSection title="Decided and doubted">
          <ul className="list-disc space-y-1 pl-5 text-sm text-ink-soft">
            {load.findings.map(({ code, place, words }) => (
              <li key={`${code} ${place}`}>
                <span className="text-ink">{place}</span>: {words}
              </li>
            ))}
          </ul>
        </DialogSection>
      )}
      <div className="flex flex-wrap justify-end gap-2 border-t border-line pt-4">
        <Undo loaded={load.snapshot_id} onDone={onClose} />
        <Button look="primary" onClick={onClose}>
          Show the numbers
        </Button>
      </div>
    </>
  )
}

function FileTable({ files }: { files: CommerceLoad['files'] }) {
  const total = (part: (typeof PARTS)[number]['part']) => files.reduce((sum, file) => sum + (file[part] ?? 0), 0)
  return (
    <div className="overflow-x-auto">
      <table className="w-full text-sm tabular-nums" aria-label="What became of the rows of each file">
        <thead>
          <tr className="border-b border-line text-xs text-ink-faint">
            <th scope="col" className="py-1.5 text-left font-medium">
              File
            </th>
            {PARTS.map(({ part, label }) => (
              <th key={part} scope="col" className="py-1.5 pl-4 text-right font-medium">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {files.slice(0, MOST_FILES).map((file) => (
            <tr key={file.name} className="border-b border-line">
              <th scope="row" className="max-w-64 truncate py-1.5 text-left font-normal">
                {file.name} <span className="text-xs text-ink-faint">{stateWords(file)}</span>
              </th>
              {PARTS.map(({ part }) => (
                <td
                  key={part}
                  className={`py-1.5 pl-4 text-right ${part === 'quarantined' && file[part] ? 'text-caution' : ''}`}
                >
                  {file[part] === undefined ? '–' : number.format(file[part])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr className="font-medium">
            <th scope="row" className="py-1.5 text-left">
              {files.length} {files.length === 1 ? 'file' : 'files'}
            </th>
            {PARTS.map(({ part }) => (
              <td key={part} className="py-1.5 pl-4 text-right">
                {number.format(total(part))}
              </td>
            ))}
          </tr>
        </tfoot>
      </table>
    </div>
  )
}

function stateWords({ state, same_as: sameAs }: CommerceLoad['files'][number]): string {
  return sameAs === undefined ? (state === 'new' ? '' : state) : `the same bytes as ${sameAs}`
}

/** What was kept out, by its reason. */
function Quarantined({ load }: { load: CommerceLoad }) {
  const status = useQuery({
    queryKey: ['shop', 'status', load.snapshot_id],
    queryFn: ({ signal }) => api.commerce.status({ signal }),
  })
  const kinds = status.data?.quarantined ?? []
  if (kinds.length === 0) return null
  const file = `${BASE_PATH}/commerce/quarantine/file`
  return (
    <DialogSection
      title="Quarantined, by reason"
      action={
        <a href={file} download className="inline-flex items-center gap-1.5 text-sm text-accent hover:underline">
          <Icon name="download" /> All as CSV
        </a>
      }
    >
      <ul className="divide-y divide-line rounded-md border border-line text-sm">
        {kinds.map(({ code, rows }) => (
          <li key={code} className="flex items-center justify-between gap-4 px-3 py-1.5">
            <span>{code.replaceAll('_', ' ')}</span>
            <span className="flex items-center gap-3 tabular-nums">
              {number.format(rows)}
              <a
                href={`${file}?code=${encodeURIComponent(code)}`}
                download
                aria-label={`Rows of ${code.replaceAll('_', ' ')} as CSV`}
                className="rounded-md p-1 text-accent hover:bg-sunken"
              >
                <Icon name="download" />
              </a>
            </span>
          </li>
        ))}
      </ul>
    </DialogSection>
  )
}

/** Lets the snapshot before serve again. */
function Undo({ loaded, onDone }: { loaded: string; onDone: () => void }) {
  const client = useQueryClient()
  const snapshots = useQuery({
    queryKey: ['shop', 'snapshots', loaded],
    queryFn: ({ signal }) => api.commerce.snapshots({ signal }),
  })
  const before = snapshots.data?.find(({ id }) => id < loaded)
  const undo = useMutation({
    mutationFn: (id: string) => api.commerce.serve(id),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['shop'] })
      onDone()
    },
  })
  if (!before) return null
  return (
    <>
      {undo.error && (
        <Notice level="serious" alert>
          {problemOf(undo.error).message}
        </Notice>
      )}
      <Button onClick={() => undo.mutate(before.id)} disabled={undo.isPending}>
        <Icon name="undo" /> Undo this load
      </Button>
    </>
  )
}
