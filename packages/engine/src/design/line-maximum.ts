/**
 * The largest value of a function on an interval: exact where it is a polynomial of degree four at most; otherwise the best of a
 * grid, refined by golden sections to 1e-9 of the interval.
 *
 * Ends, middle and quarters win ties, so that settings that should be round are.
 *
 * @param degree  of the polynomial that `value` is; Infinity where it is none
 *
 * Cost: at most 8 evaluations for a quartic, else 4·degree + 41 (at most 73).
 */
export function lineMaximum(
  value: (at: number) => number,
  low: number,
  high: number,
  degree: number,
): { at: number; value: number } {
  const cells = degree <= 4 ? 4 : Math.min(4 * degree, 32)
  const grid = new Float64Array(cells + 1)
  const best = gridMaximum(value, low, high, grid)
  if (!(high > low)) return best
  const offer = (at: number) => {
    const here = value(at)
    if (!(here > best.value + 1e-12 * Math.abs(best.value))) return
    best.at = at
    best.value = here
  }
  if (degree <= 4) for (const u of quarticTurns(grid)) offer(low + ((u + 2) / 4) * (high - low))
  else {
    const step = (high - low) / cells
    offer(goldenSection(value, Math.max(low, best.at - step), Math.min(high, best.at + step), 1e-9 * (high - low)))
  }
  return best
}

/** The largest of the values at evenly spread points from low to high, which are written to `grid`; the first wins a tie. */
export function gridMaximum(
  value: (at: number) => number,
  low: number,
  high: number,
  grid: Float64Array,
): { at: number; value: number } {
  const cells = grid.length - 1
  let top = 0
  for (let k = 0; k <= cells; k++) {
    grid[k] = value(gridPoint(low, high, k, cells))
    if (grid[k]! > grid[top]! + 1e-12 * Math.abs(grid[top]!)) top = k
  }
  return { at: gridPoint(low, high, top, cells), value: grid[top]! }
}

function gridPoint(low: number, high: number, k: number, cells: number): number {
  return k === cells ? high : low + (k / cells) * (high - low)
}

/** Where the derivative of the quartic through the values at −2, −1, 0, 1, 2 is zero within (−2, 2). */
function quarticTurns(values: Float64Array): number[] {
  const [a, b, c, d, e] = values as unknown as [number, number, number, number, number]
  const d0 = (a - 8 * b + 8 * d - e) / 12
  const d1 = (-a + 16 * b - 30 * c + 16 * d - e) / 12
  const d2 = (-a + 2 * b - 2 * d + e) / 4
  const d3 = (a - 4 * b + 6 * c - 4 * d + e) / 6
  const slope = (u: number) => d0 + u * (d1 + u * (d2 + u * d3))
  const bends = quadraticRoots(d1, 2 * d2, 3 * d3).filter((u) => u > -2 && u < 2)
  const ends = [-2, ...bends.sort((first, second) => first - second), 2]
  return ends.slice(1).flatMap((right, k) => {
    const left = ends[k]!
    return slope(left) < 0 === slope(right) < 0 ? [] : [bisect(slope, left, right)]
  })
}

/** Real roots of c0 + c1·u + c2·u². */
function quadraticRoots(c0: number, c1: number, c2: number): number[] {
  const discriminant = c1 * c1 - 4 * c0 * c2
  if (discriminant < 0) return []
  const q = -(c1 + (c1 < 0 ? -1 : 1) * Math.sqrt(discriminant)) / 2
  return [...(q !== 0 ? [c0 / q] : []), ...(c2 !== 0 ? [q / c2] : [])]
}

function bisect(f: (u: number) => number, from: number, to: number): number {
  let low = from
  let high = to
  const rising = f(low) < 0
  for (let step = 0; step < 52; step++) {
    const middle = (low + high) / 2
    if (f(middle) < 0 === rising) low = middle
    else high = middle
  }
  return (low + high) / 2
}

function goldenSection(f: (at: number) => number, from: number, to: number, tolerance: number): number {
  const ratio = (Math.sqrt(5) - 1) / 2
  let low = from
  let high = to
  let left = high - ratio * (high - low)
  let right = low + ratio * (high - low)
  let fLeft = f(left)
  let fRight = f(right)
  while (high - low > tolerance) {
    if (fLeft < fRight) {
      low = left
      left = right
      fLeft = fRight
      right = low + ratio * (high - low)
      fRight = f(right)
    } else {
      high = right
      right = left
      fRight = fLeft
      left = high - ratio * (high - low)
      fLeft = f(left)
    }
  }
  return (low + high) / 2
}
