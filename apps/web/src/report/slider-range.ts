/** A slider reaches a tenth beyond the data on both sides, so that extrapolating is possible but seen. */
const BEYOND = 0.1
const STEPS = 200

export interface SliderRange {
  readonly min: number
  readonly max: number
  readonly step: number
}

/** Steps are 1, 2 or 5 times a power of ten: the values that the slider stops at are ones that a person would write. */
export function sliderRange(low: number, high: number): SliderRange {
  const span = high - low || Math.abs(low) || 1
  const step = roundStep((span * (1 + 2 * BEYOND)) / STEPS)
  const beyond = span * BEYOND
  return {
    min: onStep(Math.floor((low - beyond) / step), step),
    max: onStep(Math.ceil((high + beyond) / step), step),
    step,
  }
}

function roundStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough))
  const factor = [1, 2, 5].find((candidate) => candidate * power >= rough * 0.999) ?? 10
  return Number((factor * power).toPrecision(1))
}

/** index · step without the digits that binary fractions add: 3 · 0.1 is 0.3. */
function onStep(index: number, step: number): number {
  return Number((index * step).toPrecision(12))
}
