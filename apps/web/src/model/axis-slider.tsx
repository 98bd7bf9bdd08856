'use client'

import { Slider } from 'radix-ui'
import type { NumberFormInput, Settings } from './form-input.ts'
import { cellDoubt } from './typed-cell.ts'

type Cell = Settings[string]

/** The axis that all pictures of the card share; the thick part is where the data are. */
export function AxisSlider({
  input,
  cell,
  onChange,
}: {
  input: NumberFormInput
  cell: Cell
  onChange: (cell: Cell) => void
}) {
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
