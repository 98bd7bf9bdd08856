/** The name most like the wanted one, by its letters: case, width, spaces and signs do not count. Undefined where none is near. */
export function nearName(wanted: string, names: readonly string[]): string | undefined {
  const letters = lettersOf(wanted)
  let best: string | undefined
  let bestShare = 0.4
  for (const name of names) {
    const other = lettersOf(name)
    const longest = Math.max(letters.length, other.length)
    if (longest === 0) continue
    const isPart = Math.min(letters.length, other.length) >= 3 && (letters.includes(other) || other.includes(letters))
    const share = isPart
      ? Math.min(0.2, editDistance(letters, other) / longest)
      : editDistance(letters, other) / longest
    if (share >= bestShare) continue
    best = name
    bestShare = share
  }
  return best
}

function lettersOf(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/[([{〔【][^([{〔【]*$/u, '') // its unit
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}

/** Letters to insert, remove or replace. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1))
    }
    row = next
  }
  return row[b.length]!
}
