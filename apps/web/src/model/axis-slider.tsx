'use client'

import { RangeSlider } from '../controls/range-slider.tsx'
import type { NumberFormInput, Settings } from './form-input.ts'
import { cellDoubt } from './typed-cell.ts'

type Cell = Settings[string]

interface AxisSliderProps {
  readonly input: NumberFormInput
  readonly cell: Cell
  readonly onChange: (cell: Cell) => void
}

/** The axis that all pictures of the card share. */
export function AxisSlider({ input, cell, onChange }: AxisSliderProps) {
  const { min, max } = input.slider
  return (
    <RangeSlider
      {...input.slider}
      name={input.name}
      low={input.low}
      high={input.high}
      value={typeof cell === 'number' ? cell : (min + max) / 2}
      isDoubtful={cellDoubt(input, cell) !== null}
      onChange={onChange}
      className="-mr-2 ml-7 h-7"
      trackClassName="mx-2"
      thumbClassName="scroll-mt-72"
    />
  )
}
