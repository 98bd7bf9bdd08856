import type { InputCell, Model, ModelInput } from '@zerosec/model'
import { featureInputs, levelNames } from '@zerosec/model'

type Domain = NonNullable<Model['domain']>

/**
 * The measured row that is nearest to the medians of the numbers and the commonest levels: a place that the model knows. Without a
 * domain the middle of each range, and the first level.
 */
export function centralRow({ inputs, domain }: Pick<Model, 'inputs' | 'domain'>): InputCell[] {
  if (domain === null || domain.reference.length === 0) return inputs.map(middleOf)
  const row = mostCentral(domain)
  // a text is several features, and its own words can't be had back from them
  const features = featureInputs(inputs)
  return inputs.map((input) => cellOf(input, domain, row, features.indexOf(input)))
}

function middleOf(input: ModelInput): InputCell {
  if (input.kind === 'number') return (input.low + input.high) / 2
  if (input.kind === 'text') return ''
  return input.kind === 'boolean' ? false : (input.levels[0] ?? '')
}

/** The number of a reference row. Cost: m·p·log m. */
function mostCentral({ reference, scaling }: Domain): number {
  const p = scaling.spread.length
  const m = reference.length / p
  const distance = new Float64Array(m)
  for (let j = 0; j < p; j++) {
    const values = Array.from({ length: m }, (_, row) => reference[row * p + j]!)
    const isCategory = scaling.mismatch[j]! > 0
    const centre = isCategory ? commonest(values) : median(values)
    for (let row = 0; row < m; row++) {
      const value = values[row]!
      // a row without the value is no place to start from
      if (Number.isNaN(value)) distance[row] = Number.POSITIVE_INFINITY
      else distance[row]! += isCategory ? (value === centre ? 0 : scaling.mismatch[j]!) : (value - centre) ** 2
    }
  }
  return distance.indexOf(distance.reduce((a, b) => Math.min(a, b)))
}

function cellOf(input: ModelInput, { reference, scaling }: Domain, row: number, j: number): InputCell {
  const scaled = reference[row * scaling.spread.length + j]!
  if (input.kind === 'number') {
    if (scaling.spread[j] === 0) return input.low
    return Number.isNaN(scaled) ? (input.low + input.high) / 2 : Number((scaled * scaling.spread[j]!).toPrecision(12))
  }
  if (input.kind === 'text') return ''
  if (input.kind === 'boolean') return scaled === 1
  return levelNames(input)[scaled] ?? middleOf(input)
}

function median(values: readonly number[]): number {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

function commonest(values: readonly number[]): number {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].reduce((best, next) => (next[1] > best[1] ? next : best))[0]
}
