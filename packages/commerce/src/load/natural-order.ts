const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'variant' })

/** Names as people order them, numbers by their value: day 2 before day 10. Of two files the later one has the later version of a row. */
export function byNaturalOrder(a: string, b: string): number {
  return collator.compare(a, b) || (a < b ? -1 : Number(a > b))
}
