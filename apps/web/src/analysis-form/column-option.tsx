import type { ColumnProfile } from '@zerosec/table'
import { plural } from '../numbers/format.ts'
import { ROLE_WORDS, rangeWords, shapeOf, unitBeside } from '../table/column-words.ts'
import { Histogram } from '../table/histogram.tsx'

interface ColumnOptionProps {
  readonly column: ColumnProfile
  readonly type: 'radio' | 'checkbox'
  readonly group: string
  readonly chosen: boolean
  readonly disabled?: string | undefined
  readonly onChange: (chosen: boolean) => void
}

/** A column to choose, with what one needs to know to choose it. */
export function ColumnOption({ column, type, group, chosen, disabled, onChange }: ColumnOptionProps) {
  const shape = shapeOf(column)
  const unit = unitBeside(column)
  const remark = disabled ?? ROLE_WORDS[column.role]
  return (
    <label
      className={`flex min-w-0 items-center gap-3 bg-surface px-3 py-2 transition-colors ${
        disabled ? 'cursor-not-allowed text-ink-faint' : 'cursor-pointer hover:bg-sunken has-checked:bg-accent-soft'
      } has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-accent`}
    >
      <input
        type={type}
        name={group}
        value={column.name}
        checked={chosen}
        disabled={disabled !== undefined}
        onChange={(event) => onChange(event.target.checked)}
        className="size-4 shrink-0 accent-accent outline-none"
      />
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-1.5">
          <span className="truncate font-medium" title={column.name}>
            {column.name}
          </span>
          {unit && <span className="shrink-0 text-xs text-ink-faint">{unit}</span>}
        </span>
        <span className="block truncate text-xs text-ink-faint">
          {column.kind}, {rangeWords(column)}
          {column.missing > 0 && <span className="text-caution">, {plural(column.missing, 'cell')} missing</span>}
          {remark && remark !== column.kind && <span className="text-caution">, {remark}</span>}
        </span>
      </span>
      {shape && <Histogram counts={shape} className="max-w-16 shrink-0" />}
    </label>
  )
}
