import type { InputCell } from '@zerosec/model'
import { type FormInput, levelCell, type NumberFormInput } from './form-input.ts'

/** A curve has so many places, the ends of its axis among them: of a small picture, and of a large one. */
const PLACES = { small: 49, large: 241 }

export type CurveSize = keyof typeof PLACES

/** Where an input is varied: places over the axis of a number, every level of a category; of a text nowhere. */
export function sweepCells(input: FormInput, size: CurveSize): readonly InputCell[] {
  if (input.kind === 'text') return []
  return input.kind === 'number'
    ? numberPlaces(input, PLACES[size])
    : input.levels.map((level) => levelCell(input, level))
}

/** Evenly over the axis, with the ends of the data themselves. */
function numberPlaces({ slider, low, high }: NumberFormInput, places: number): number[] {
  const { min, max } = slider
  const even = Array.from({ length: places }, (_, i) =>
    Number((min + ((max - min) * i) / (places - 1)).toPrecision(12)),
  )
  return [...new Set([...even, low, high])].sort((a, b) => a - b)
}
