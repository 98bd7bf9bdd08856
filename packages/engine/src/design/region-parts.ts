import { type Requirement, requirementFactors } from './coded-requirement.ts'
import { type Factor, isChosen } from './factor.ts'

/** Factors that constraints bind to each other, and to no other factor: the region is the product of its parts. */
export interface RegionPart {
  /** Indices, ascending. */
  readonly factors: readonly number[]
  readonly requirements: readonly Requirement[]
}

/** The parts of the region, in the order of their first factors; a chosen factor without requirements is a part of its own. */
export function regionParts(factors: readonly Factor[], requirements: readonly Requirement[]): RegionPart[] {
  const first = factors.map((_, index) => index)
  const partOf = (index: number): number => (first[index] === index ? index : partOf(first[index]!))
  for (const requirement of requirements) {
    const [head, ...others] = requirementFactors(requirement).map(partOf)
    for (const other of others) {
      const [low, high] = [partOf(head!), partOf(other)].sort((a, b) => a - b)
      first[high!] = low!
    }
  }
  const parts = new Map<number, { factors: number[]; requirements: Requirement[] }>()
  factors.forEach((factor, index) => {
    if (!isChosen(factor)) return
    const part = parts.get(partOf(index))
    if (part) part.factors.push(index)
    else parts.set(partOf(index), { factors: [index], requirements: [] })
  })
  for (const requirement of requirements) {
    const [head] = requirementFactors(requirement)
    if (head !== undefined) parts.get(partOf(head))?.requirements.push(requirement)
  }
  return [...parts.values()]
}
