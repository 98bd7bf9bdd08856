import type { ColumnProfile } from '@zerosec/table'
import { plural } from '../numbers/format.ts'
import { ROLE_WORDS, rangeWords, shapeOf, unitBeside } from './column-words.ts'
import { Histogram } from './histogram.tsx'

/** One column at a glance: name, unit, kind, shape, range and what is missing. */
export function ColumnHeader({ column }: { column: ColumnProfile }) {
  const shape = shapeOf(column)
  const unit = unitBeside(column)
  const role = ROLE_WORDS[column.role]
  return (
    <div className="flex h-full w-40 flex-col gap-1 text-left font-normal whitespace-normal">
      <span className="line-clamp-2 font-medium break-words text-ink" title={column.name}>
        {column.name}
      </span>
      <span className="text-xs text-ink-faint">
        {column.kind}
        {unit && <> · {unit}</>}
        {role && role !== column.kind && <span className="text-caution"> · {role}</span>}
      </span>
      <span className="mt-auto block pt-1">
        {shape ? <Histogram counts={shape} /> : <span className="block h-6 border-b border-line-strong" />}
      </span>
      <span className="truncate text-xs text-ink-soft">{rangeWords(column)}</span>
      <span className={`text-xs ${column.missing > 0 ? 'text-caution' : 'text-ink-faint'}`}>
        {column.missing > 0 ? `${plural(column.missing, 'cell')} missing` : 'complete'}
      </span>
    </div>
  )
}
