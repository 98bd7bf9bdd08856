'use client'

import { Slider } from 'radix-ui'
import { type ReactNode, useId, useState } from 'react'
import { Icon } from '../controls/icon.tsx'
import { formatShort } from '../numbers/format.ts'
import { unitBeside } from '../table/column-words.ts'
import { CurvePlot } from './curve-plot.tsx'
import {
  type FormInput,
  type LevelFormInput,
  levelCell,
  type NumberFormInput,
  type Settings,
  type TextFormInput,
} from './form-input.ts'
import { LevelAxis, LevelPlot } from './level-plot.tsx'
import type { ResponseProfile } from './profile-store.ts'
import { cellDoubt, cellText, typedCell } from './typed-cell.ts'

type Cell = Settings[string]

interface FactorCardProps {
  readonly input: FormInput
  readonly cell: Cell
  readonly responses: readonly ResponseProfile[]
  readonly isEnlarged: boolean
  readonly onChange: (name: string, cell: Cell) => void
  readonly onEnlarge: (name: string) => void
}

/** One factor: its setting, and for each response the curve over its range, in which the setting can be dragged. */
export function FactorCard({ input, cell, responses, isEnlarged, onChange, onEnlarge }: FactorCardProps) {
  const change = (next: Cell) => onChange(input.name, next)
  const shared = { input, cell, onChange: change }
  return (
    <li
      data-factor={input.name}
      className={`flex min-w-0 flex-col rounded-lg border border-line bg-surface ${isEnlarged || input.kind === 'text' ? 'col-span-full' : ''}`}
    >
      {input.kind === 'number' && (
        <NumberHead {...shared} input={input} isEnlarged={isEnlarged} onEnlarge={onEnlarge} />
      )}
      {input.kind === 'level' && <LevelHead {...shared} input={input} isEnlarged={isEnlarged} onEnlarge={onEnlarge} />}
      {input.kind === 'text' && <TextField {...shared} input={input} />}
      {input.kind !== 'text' && (
        <div className="flex flex-1 flex-col justify-end px-3 pb-1">
          {responses.map((response) => (
            <ResponsePlot
              key={response.facts.target.name}
              {...shared}
              input={input}
              response={response}
              isEnlarged={isEnlarged}
              isAlone={responses.length === 1}
            />
          ))}
          {input.kind === 'number' && <AxisSlider {...shared} input={input} />}
          {input.kind === 'level' && <LevelAxis input={input} cell={cell} isEnlarged={isEnlarged} />}
        </div>
      )}
    </li>
  )
}

interface ResponsePlotProps {
  readonly input: FormInput
  readonly cell: Cell
  readonly response: ResponseProfile
  readonly isEnlarged: boolean
  readonly isAlone: boolean
  readonly onChange: (cell: Cell) => void
}

function ResponsePlot({ input, cell, response, isEnlarged, isAlone, onChange }: ResponsePlotProps) {
  const { facts, curves, range, prediction } = response
  const curve = curves[input.name] ?? null
  const reads = facts.inputs.some(({ name }) => name === input.name)
  const height = isEnlarged ? (isAlone ? 'h-64' : 'h-40') : isAlone ? 'h-32' : 'h-20'
  return (
    <div className="pt-2.5">
      {!isAlone && <p className="truncate pl-9 text-xs text-ink-faint">{facts.target.name}</p>}
      {!reads && <p className={`pl-9 text-xs text-ink-faint ${height}`}>not in this model</p>}
      {reads && input.kind === 'number' && (
        <CurvePlot
          input={input}
          cell={cell}
          curve={curve}
          range={range}
          prediction={prediction}
          height={height}
          onPick={onChange}
        />
      )}
      {reads && input.kind === 'level' && (
        <LevelPlot input={input} cell={cell} curve={curve} range={range} height={height} onPick={onChange} />
      )}
    </div>
  )
}

interface HeadProps<Input> {
  readonly input: Input
  readonly cell: Cell
  readonly isEnlarged: boolean
  readonly onChange: (cell: Cell) => void
  readonly onEnlarge: (name: string) => void
}

function Head({
  id,
  input,
  isEnlarged,
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
        <button
          type="button"
          onClick={() => onEnlarge(input.name)}
          aria-pressed={isEnlarged}
          aria-label={`Enlarge ${input.name}`}
          className="-mt-0.5 -mr-1.5 scroll-mt-60 rounded p-1 text-ink-faint transition-colors hover:bg-sunken hover:text-ink aria-pressed:text-accent"
        >
          <Icon name="enlarge" />
        </button>
      </div>
      <div className="mt-1 flex items-center gap-2">{children}</div>
      <p id={`${id}-note`} className={`mt-0.5 text-xs ${isDoubtful ? 'text-caution' : 'text-ink-faint'}`}>
        {note}
      </p>
    </div>
  )
}

function NumberHead({ input, cell, isEnlarged, onChange, onEnlarge }: HeadProps<NumberFormInput>) {
  const id = useId()
  const [typed, setTyped] = useState<string | null>(null)
  const problem = typed === null ? null : typedCell(input, typed).problem
  const doubt = problem ?? cellDoubt(input, cell)
  const type = (text: string) => {
    setTyped(text)
    const { cell: next } = typedCell(input, text)
    if (next !== undefined) onChange(next)
  }
  return (
    <Head
      id={id}
      input={input}
      isEnlarged={isEnlarged}
      onEnlarge={onEnlarge}
      isDoubtful={doubt !== null}
      note={doubt ?? `data ${formatShort(input.low)} to ${formatShort(input.high)}`}
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

function LevelHead({ input, cell, isEnlarged, onChange, onEnlarge }: HeadProps<LevelFormInput>) {
  const id = useId()
  const doubt = cellDoubt(input, cell)
  const chosen = cellText(cell)
  return (
    <Head
      id={id}
      input={input}
      isEnlarged={isEnlarged}
      onEnlarge={onEnlarge}
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

function TextField({ input, cell, onChange }: Pick<HeadProps<TextFormInput>, 'input' | 'cell' | 'onChange'>) {
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

/** The axis that all pictures of the card share; the thick part is where the data are. */
function AxisSlider({ input, cell, onChange }: { input: NumberFormInput; cell: Cell; onChange: (cell: Cell) => void }) {
  const { min, max, step } = input.slider
  const at = (place: number) => `${((place - min) / (max - min)) * 100}%`
  const value = typeof cell === 'number' ? cell : (min + max) / 2
  return (
    <Slider.Root
      min={min}
      max={max}
      step={step}
      value={[Math.min(max, Math.max(min, value))]}
      onValueChange={([next]) => next !== undefined && onChange(Number(next.toPrecision(12)))}
      className="relative -mr-2 ml-7 flex h-7 touch-none items-center select-none"
    >
      <Slider.Track className="relative mx-2 h-px grow bg-line-strong">
        <span
          className="absolute -top-0.5 h-1 rounded-full bg-line-strong"
          style={{ left: at(input.low), right: `calc(100% - ${at(input.high)})` }}
        />
      </Slider.Track>
      <Slider.Thumb
        aria-label={input.name}
        className={`block size-4 scroll-mt-72 rounded-full border-2 bg-surface ${
          cellDoubt(input, cell) ? 'border-caution' : 'border-accent'
        }`}
      />
    </Slider.Root>
  )
}
