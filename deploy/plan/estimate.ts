/** One thing that is paid for. */
export interface CostLine {
  /** The resource, or what is used of it. */
  readonly what: string
  /** In a month. */
  readonly quantity: number
  readonly unit: string
  /** Of one unit, in US dollars. */
  readonly price: number
}

/** What a stack costs in a month if it is used as assumed. */
export interface Estimate {
  readonly lines: readonly CostLine[]
  /** Of when and where the prices are, and where to look them up. */
  readonly prices: { readonly date: string; readonly region: string; readonly source: string }
}

export function monthlyCost({ lines }: Estimate): number {
  return lines.reduce((sum, { quantity, price }) => sum + quantity * price, 0)
}

/** Lines of one thing together, the dearest first. */
export function sortedLines({ lines }: Estimate): CostLine[] {
  const together = Map.groupBy(lines, ({ what, price }) => `${what} ${price}`)
  return [...together.values()]
    .map((those) => ({ ...those[0]!, quantity: those.reduce((sum, { quantity }) => sum + quantity, 0) }))
    .toSorted((a, b) => b.quantity * b.price - a.quantity * a.price)
}
