import type { FormInput } from './form-input.ts'
import type { Profile } from './profile-store.ts'

/** The names of the inputs by how far each moves a prediction over its curve, of the response that it moves most. */
export function strongestFirst({ responses }: Profile, inputs: readonly FormInput[]): string[] {
  const reach = new Map(inputs.map(({ name }) => [name, Math.max(0, ...responses.map((each) => reachOf(each, name)))]))
  return inputs.map(({ name }) => name).toSorted((a, b) => reach.get(b)! - reach.get(a)!)
}

/** In shares of the response's scale. */
function reachOf({ curves, range }: Profile['responses'][number], name: string): number {
  const lines = curves[name]?.lines ?? []
  const spans = lines.map(({ values }) => {
    const known = values.filter((value) => !Number.isNaN(value))
    return known.length === 0 ? 0 : Math.max(...known) - Math.min(...known)
  })
  return range === null ? 0 : Math.max(0, ...spans) / (range.high - range.low)
}
