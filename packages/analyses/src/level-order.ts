/** Numbers by size, other texts by code unit: the same on every machine, and independent of the order of the rows. */
export function compareLevels(a: string, b: string): number {
  const difference = Number(a) - Number(b)
  if (a.trim() !== '' && b.trim() !== '' && Number.isFinite(difference)) return difference
  return a < b ? -1 : a > b ? 1 : 0
}
