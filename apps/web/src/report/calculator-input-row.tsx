'use client'

import type { CalculatorBlock } from '@zerosec/report'
import { useId, useState } from 'react'
import { RangeSlider } from '../controls/range-slider.tsx'
import { formatShort } from '../numbers/format.ts'
import { unitBeside } from '../table/column-words.ts'
import { sliderRange } from './slider-range.ts'

type Input = CalculatorBlock['inputs'][number]
type NumberInput = Extract<Input, { kind: 'number' }>

interface InputRowProps<I extends Input> {
  readonly input: I
  readonly value: number | string
  readonly outside: boolean
  readonly onChange: (value: number | string) => void
}

/** One factor of the calculator. */
export function CalculatorInputRow(props: InputRowProps<Input>) {
  const { input } = props
  return input.kind === 'number' ? <NumberRow {...props} input={input} /> : <CategoryRow {...props} input={input} />
}

function NumberRow({ input, value, outside, onChange }: InputRowProps<NumberInput>) {
  const id = useId()
  const unit = unitBeside(input)
  const range = sliderRange(input.low, input.high)
  const [typed, setTyped] = useState<string | null>(null)
  const type = (text: string) => {
    setTyped(text)
    const number = Number(text.replace('\u2212', '-'))
    if (text.trim() !== '' && Number.isFinite(number)) onChange(number)
  }
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_6.5rem] items-center gap-x-4 py-2 sm:grid-cols-[9rem_minmax(0,1fr)_6.5rem]">
      <label htmlFor={id} className="min-w-0 text-sm break-words">
        {input.name}
        {unit && <span className="text-ink-faint"> {unit}</span>}
        <span className={`block text-xs ${outside ? 'text-caution' : 'text-ink-faint'}`}>
          {outside && 'outside '}
          {formatShort(input.low)} to {formatShort(input.high)}
        </span>
      </label>
      <div className="order-last col-span-2 sm:order-none sm:col-span-1">
        <RangeSlider
          {...range}
          name={input.name}
          low={input.low}
          high={input.high}
          value={Number(value)}
          isDoubtful={outside}
          onChange={onChange}
          className="h-8"
          thumbClassName="transition-colors"
        />
      </div>
      <input
        id={id}
        type="text"
        inputMode="decimal"
        value={typed ?? String(value)}
        onChange={(event) => type(event.target.value)}
        onBlur={() => setTyped(null)}
        className="field min-h-8 py-0.5 text-right font-mono text-sm"
      />
    </div>
  )
}

function CategoryRow({ input, value, onChange }: InputRowProps<Extract<Input, { kind: 'category' }>>) {
  const id = useId()
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)] items-center gap-x-4 py-2 sm:grid-cols-[9rem_minmax(0,1fr)]">
      <label htmlFor={id} className="min-w-0 text-sm break-words">
        {input.name}
      </label>
      <select
        id={id}
        value={String(value)}
        onChange={(event) => onChange(event.target.value)}
        className="field min-h-8 py-0.5 text-sm"
      >
        {input.levels.map((level) => (
          <option key={level}>{level}</option>
        ))}
      </select>
    </div>
  )
}
