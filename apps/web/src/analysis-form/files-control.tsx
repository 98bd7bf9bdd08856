'use client'

import type { FieldControlProps } from './field-control.ts'
import { NoStoredFile } from './no-stored-file.tsx'
import { useStoredFiles } from './use-stored-files.ts'

/** Several files of completed jobs, in the order in which they were chosen. */
export function FilesControl({ field, draft, onChange, id }: FieldControlProps) {
  const { use } = field.control as Extract<typeof field.control, { kind: 'files' }>
  const { data: files = [], isPending, isError } = useStoredFiles(use)
  const chosen = Array.isArray(draft) ? (draft as readonly string[]) : []
  const others = chosen.filter((key) => !files.some((file) => file.key === key))
  const offered = [...others.map((key) => ({ key, name: key, origin: '' })), ...files]
  return (
    <div role="group" aria-labelledby={`${id}-title`} aria-describedby={`${id}-about`} className="space-y-2">
      {isPending && <p className="text-sm text-ink-soft">Looking for files …</p>}
      {offered.map(({ key, name, origin }) => (
        <label key={key} className="flex cursor-pointer items-start gap-2 text-sm">
          <input
            type="checkbox"
            checked={chosen.includes(key)}
            onChange={({ target }) =>
              onChange(target.checked ? [...chosen, key] : chosen.filter((each) => each !== key))
            }
            className="mt-0.5 size-4 accent-accent"
          />
          <span className="min-w-0 break-words">
            {name} {origin && <span className="text-ink-soft">({origin})</span>}
          </span>
        </label>
      ))}
      <NoStoredFile use={use} isError={isError} isEmpty={!isPending && offered.length === 0} />
    </div>
  )
}
