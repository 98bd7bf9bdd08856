/** By the numbers within texts: 10 after 9. */
export function compareTexts(a: string, b: string): number {
  return a.localeCompare(b, undefined, { numeric: true })
}
