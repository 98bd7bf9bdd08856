/** Makes SQL for numbers that look random and are a function of the seed, what they are for, and the rows' keys. */
export type Draw = (purpose: string, ...keys: readonly string[]) => string

/**
 * Uniform numbers from 0 to below 1. They are hashes, not a sequence: a row has the same ones whatever thread makes it and in whatever
 * order. The hash is DuckDB's, so that another version of it may make another shop.
 */
export function drawsOf(seed: number): Draw {
  const purposes = new Map<string, number>()
  return (purpose, ...keys) => {
    const number = purposes.get(purpose) ?? purposes.size + 1
    purposes.set(purpose, number)
    // A hash of several values is that of the first, changed by the others: their draws would be alike. So the mixture is hashed again.
    return `((hash(xor(hash(${keys.join(', ')}), hash(${seed * 1000 + number}))) >> 11) * 1.1102230246251565e-16)`
  }
}

/** One of several values by their weights, for a uniform number. */
export function chosen(uniform: string, weights: Readonly<Record<string, number>>): string {
  const total = Object.values(weights).reduce((sum, weight) => sum + weight, 0)
  let below = 0
  const cases = Object.entries(weights).map(([value, weight]) => {
    below += weight / total
    return `WHEN ${uniform} < ${below.toFixed(6)} THEN '${value}'`
  })
  return `CASE ${cases.slice(0, -1).join(' ')} ELSE '${Object.keys(weights).at(-1)}' END`
}

/** One of equally likely texts. */
export function anyOf(uniform: string, texts: readonly string[]): string {
  return `[${texts.map((text) => `'${text.replaceAll("'", "''")}'`).join(', ')}][1 + floor(${uniform} * ${texts.length})::INTEGER]`
}
