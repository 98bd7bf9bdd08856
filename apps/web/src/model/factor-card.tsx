'use client'

import { AxisSlider } from './axis-slider.tsx'
import { CurvePlot } from './curve-plot.tsx'
import type { FormInput, Settings } from './form-input.ts'
import { LevelAxis, LevelPlot } from './level-plot.tsx'
import type { ResponseProfile } from './profile-store.ts'
import { LevelSetting, NumberSetting, TextSetting } from './setting-fields.tsx'

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
        <NumberSetting {...shared} input={input} isEnlarged={isEnlarged} onEnlarge={onEnlarge} />
      )}
      {input.kind === 'level' && (
        <LevelSetting {...shared} input={input} isEnlarged={isEnlarged} onEnlarge={onEnlarge} />
      )}
      {input.kind === 'text' && <TextSetting {...shared} input={input} />}
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
