/**
 * Every combination of the levels once: ∏ levels rows of level indices, row-major, the last factor fastest.
 *
 * @param levels  the number of levels of each factor, 1 to 256
 * @throws RangeError for other numbers of levels, or more than 2²⁴ rows
 */
export function fullFactorial(levels: readonly number[]): Uint8Array {
  if (!levels.every((count) => Number.isInteger(count) && count >= 1 && count <= 256)) {
    throw new RangeError(`a factor has 1 to 256 levels, got ${levels.join(', ')}`)
  }
  const rows = levels.reduce((product, count) => product * count, 1)
  if (rows > 2 ** 24) throw new RangeError(`${rows} combinations are too many to list`)
  const width = levels.length
  const runs = new Uint8Array(rows * width)
  for (let row = 0; row < rows; row++) {
    let rest = row
    for (let j = width - 1; j >= 0; j--) {
      runs[row * width + j] = rest % levels[j]!
      rest = Math.floor(rest / levels[j]!)
    }
  }
  return runs
}
