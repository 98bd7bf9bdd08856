'use client'

import { RangeSlider } from '../controls/range-slider.tsx'
import type { FormInput, Settings } from '../model/form-input.ts'
import { LevelSetting, NumberSetting, TextSetting } from '../model/setting-fields.tsx'
import { cellDoubt } from '../model/typed-cell.ts'

type Cell = Settings[string]

interface TryFieldProps {
  readonly input: FormInput
  /** It is calculated where nobody gives it. */
  readonly derivedFrom: string | undefined
  readonly cell: Cell
  readonly onChange: (cell: Cell) => void
}

/** One input of a request: the fields of the live prediction, without its curves. */
export function TryField({ input, derivedFrom, cell, onChange }: TryFieldProps) {
  const isCalculated = derivedFrom !== undefined && (cell === null || cell === undefined)
  return (
    <li data-input={input.name} className="pb-2">
      {input.kind === 'number' && (
        <NumberSetting
          input={input}
          cell={cell}
          whenEmpty={derivedFrom === undefined ? undefined : `calculated: ${derivedFrom}`}
          onChange={onChange}
        />
      )}
      {input.kind === 'level' && <LevelSetting input={input} cell={cell} onChange={onChange} />}
      {input.kind === 'text' && <TextSetting input={input} cell={cell} onChange={onChange} />}
      {input.kind === 'number' && !isCalculated && (
        <RangeSlider
          {...input.slider}
          name={`${input.name}, slider`}
          low={input.low}
          high={input.high}
          value={typeof cell === 'number' ? cell : input.low}
          isDoubtful={cellDoubt(input, cell) !== null}
          onChange={onChange}
          className="mx-3 h-6"
          trackClassName="mx-2"
        />
      )}
    </li>
  )
}
