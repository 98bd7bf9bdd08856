'use client'

import { type ReactNode, useId, useState } from 'react'
import { Icon } from '../controls/icon.tsx'
import { formatShort } from '../numbers/format.ts'
import { unitBeside } from '../table/column-words.ts'
import {
  type FormInput,
  type LevelFormInput,
  levelCell,
  type NumberFormInput,
  type Settings,
  type TextFormInput,
} from './form-input.ts'
import { cellDoubt, cellText, typedCell } from './typed-cell.ts'

type Cell = Settings[string]

interface HeadProps<Input> {
  readonly input: Input
  readonly cell: Cell
  readonly isEnlarged?: boolean
  readonly onChange: (cell: Cell) => void
  /** Left out: there is no picture to enlarge. */
  readonly onEnlarge?: (name: string) => void
}

function Head({
  id,
  input,
  isEnlarged = false,
  onEnlarge,
  note,
  isDoubtful,
  children,
}: Pick<HeadProps<FormInput>, 'input' | 'isEnlarged' | 'onEnlarge'> & {
  id: string
  note: string
  isDoubtful: boolean
  children: ReactNode
}) {
  const unit = unitBeside(input)
  return (
    <div className="px-3 pt-2">
      <div className="flex items-start gap-1">
        <label htmlFor={id} className="min-w-0 flex-1 text-sm leading-snug font-medium break-words">
          {input.name}
          {unit && <span className="font-normal text-ink-faint"> {unit}</span>}
        </label>
        {onEnlarge && (
          <button
            type="button"
            onClick={() => onEnlarge(input.name)}
            aria-pressed={isEnlarged}
            aria-label={`Enlarge ${input.name}`}
            className="-mt-0.5 -mr-1.5 scroll-mt-60 rounded p-1 text-ink-faint transition-colors hover:bg-sunken hover:text-ink aria-pressed:text-accent"
          >
            <Icon name="enlarge" />
          </button>
        )}
      </div>
      <div className="mt-1 flex items-center gap-2">{children}</div>
      <p id={`${id}-note`} className={`mt-0.5 text-xs ${isDoubtful ? 'text-caution' : 'text-ink-faint'}`}>
        {note}
      </p>
    </div>
  )
}

interface NumberSettingProps extends HeadProps<NumberFormInput> {
  /** What becomes of an empty cell; left out: it is doubtful. */
  readonly whenEmpty?: string | undefined
}

export function NumberSetting({ input, cell, whenEmpty, onChange, ...enlarging }: NumberSettingProps) {
  const id = useId()
  const [typed, setTyped] = useState<string | null>(null)
  const problem = typed === null ? null : typedCell(input, typed).problem
  const isFilledIn = whenEmpty !== undefined && (cell === null || cell === undefined)
  const doubt = problem ?? (isFilledIn ? null : cellDoubt(input, cell))
  const type = (text: string) => {
    setTyped(text)
    const { cell: next } = typedCell(input, text)
    if (next !== undefined) onChange(next)
  }
  return (
    <Head
      id={id}
      input={input}
      {...enlarging}
      isDoubtful={doubt !== null}
      note={doubt ?? (isFilledIn ? whenEmpty : `data ${formatShort(input.low)} to ${formatShort(input.high)}`)}
    >
      <input
        id={id}
        type="text"
        inputMode="decimal"
        autoComplete="off"
        value={typed ?? cellText(cell)}
        onChange={(event) => type(event.target.value)}
        onBlur={() => setTyped(null)}
        aria-invalid={problem !== null}
        aria-describedby={`${id}-note`}
        className="field min-h-8 max-w-56 scroll-mt-64 py-0.5 font-mono text-sm"
      />
    </Head>
  )
}

export function LevelSetting({ input, cell, onChange, ...enlarging }: HeadProps<LevelFormInput>) {
  const id = useId()
  const doubt = cellDoubt(input, cell)
  const chosen = cellText(cell)
  return (
    <Head
      id={id}
      input={input}
      {...enlarging}
      isDoubtful={doubt !== null}
      note={doubt ?? `${input.levels.length} levels`}
    >
      <select
        id={id}
        value={chosen}
        onChange={(event) => onChange(event.target.value === '' ? null : levelCell(input, event.target.value))}
        aria-describedby={`${id}-note`}
        className="field min-h-8 max-w-56 scroll-mt-64 py-0.5 text-sm"
      >
        {!input.levels.includes(chosen) && <option>{chosen}</option>}
        {input.levels.map((level) => (
          <option key={level}>{level}</option>
        ))}
      </select>
    </Head>
  )
}

export function TextSetting({ input, cell, onChange }: Pick<HeadProps<TextFormInput>, 'input' | 'cell' | 'onChange'>) {
  const id = useId()
  return (
    <div className="px-3 pt-2 pb-3">
      <label htmlFor={id} className="text-sm font-medium">
        {input.name}
      </label>
      <textarea
        id={id}
        rows={3}
        value={cellText(cell)}
        onChange={(event) => onChange(event.target.value)}
        className="field mt-1 scroll-mt-64 text-sm"
      />
    </div>
  )
}
