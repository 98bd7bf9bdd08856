import { type Picture, partsOf, type Reference } from './model.ts'

/** What no picture shows, and why. */
export type LeftOut = Readonly<Record<string, readonly Reference[]>>

/** What a picture shows and the code lacks, what the code has and neither a picture nor the list of what is left out names. */
export function differencesFromCode(
  pictures: readonly Picture[],
  code: ReadonlySet<Reference>,
  leftOut: LeftOut,
): string[] {
  const shown = new Set<Reference>()
  const differences: string[] = []
  for (const { name, holds } of pictures) {
    for (const { title, stands = [] } of partsOf(holds)) {
      for (const reference of stands) {
        shown.add(reference)
        if (!code.has(reference))
          differences.push(`${name}: "${title}" stands for ${reference}, which is not in the code`)
      }
    }
  }
  const omitted = new Set(Object.values(leftOut).flat())
  for (const reference of omitted) {
    if (!code.has(reference)) differences.push(`${reference} is left out of pictures, and is not in the code`)
    if (shown.has(reference)) differences.push(`${reference} is left out of pictures, and in one`)
  }
  for (const reference of code) {
    if (!shown.has(reference) && !omitted.has(reference)) differences.push(`${reference} is in no picture`)
  }
  return differences
}
