'use client'

import type { FieldControlProps } from './field-control.ts'
import { NoStoredFile } from './no-stored-file.tsx'
import { useStoredFiles } from './use-stored-files.ts'

/** A file of a completed job: the models or tables that the latest ones have left. */
export function FileControl({ field, draft, onChange, id, invalid }: FieldControlProps) {
  const { use } = field.control as Extract<typeof field.control, { kind: 'file' }>
  const { data: files, isPending, isError } = useStoredFiles(use)
  const chosen = String(draft)
  const isOther = chosen !== '' && files !== undefined && !files.some(({ key }) => key === chosen)
  return (
    <div className="space-y-2">
      <select
        id={id}
        aria-describedby={`${id}-about`}
        aria-invalid={invalid}
        value={chosen}
        onChange={(event) => onChange(event.target.value)}
        className="field max-w-xl"
      >
        <option value="">{isPending ? 'Looking for files …' : 'Choose a file'}</option>
        {isOther && <option value={chosen}>{chosen}</option>}
        {files?.map(({ key, name, origin }) => (
          <option key={key} value={key}>
            {name} ({origin})
          </option>
        ))}
      </select>
      <NoStoredFile use={use} isError={isError} isEmpty={files?.length === 0} />
    </div>
  )
}
