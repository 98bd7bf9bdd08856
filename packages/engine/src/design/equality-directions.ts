import type { CodedLinear } from './coded-linear.ts'
import { codedRange, isContinuous } from './coded-range.ts'
import type { Factor } from './factor.ts'
import type { Direction } from './region.ts'

const ZERO = 1e-9
/** Beyond it only a basis of the directions is given, which still reaches every run. */
const MAX_SUBSETS = 3000

/**
 * The directions of continuous factors in which every equality is kept, each of as few factors as can be: the circuits of the
 * equalities' matrix. A factor that is in none moves alone; the shares of a mixture move in pairs.
 */
export function equalityDirections(factors: readonly Factor[], rows: readonly CodedLinear[]): Direction[] {
  const equalities = rows.filter(({ relation }) => relation === '=')
  const movable = factors.flatMap((factor, index) => {
    const [low, high] = codedRange(factor)
    return isContinuous(factor) && high > low ? [index] : []
  })
  const isHeld = (index: number) => equalities.some(({ coefficients }) => coefficients[index] !== 0)
  const free = movable.filter((index) => !isHeld(index))
  const groups = connectedGroups(movable.filter(isHeld), equalities)
  return [
    ...free.map((index) => direction([index], [1])),
    ...groups.flatMap((group) => circuits(group, matrixOf(group, equalities))),
  ]
}

/** Factors that equalities tie to each other, directly or through others. */
function connectedGroups(held: readonly number[], equalities: readonly CodedLinear[]): number[][] {
  let groups = held.map((index) => [index])
  for (const { coefficients } of equalities) {
    const tied = groups.filter((group) => group.some((index) => coefficients[index] !== 0))
    if (tied.length < 2) continue
    groups = [...groups.filter((group) => !tied.includes(group)), tied.flat().sort((a, b) => a - b)]
  }
  return groups
}

function matrixOf(group: readonly number[], equalities: readonly CodedLinear[]): number[][] {
  return equalities
    .map(({ coefficients }) => group.map((index) => coefficients[index]!))
    .filter((row) => row.some((coefficient) => coefficient !== 0))
}

function circuits(group: readonly number[], matrix: readonly number[][]): Direction[] {
  const q = group.length
  const whole = reduced(matrix)
  const largest = Math.min(q, whole.pivots.length + 1)
  if (subsetCount(q, largest) > MAX_SUBSETS) return basis(group, whole)
  const found: { readonly support: number[]; readonly direction: Direction }[] = []
  for (let size = 2; size <= largest; size++) {
    for (const subset of subsets(q, size)) {
      if (found.some(({ support }) => support.every((j) => subset.includes(j)))) continue
      const { cells, pivots } = reduced(matrix.map((row) => subset.map((j) => row[j]!)))
      if (pivots.length === size) continue
      const steps = nullVector(cells, pivots, size, freeColumns(pivots, size)[0]!)
      found.push({
        support: subset,
        direction: direction(
          subset.map((j) => group[j]!),
          steps,
        ),
      })
    }
  }
  return found.map((circuit) => circuit.direction)
}

function basis(group: readonly number[], { cells, pivots }: Reduced): Direction[] {
  return freeColumns(pivots, group.length).map((free) => {
    const steps = nullVector(cells, pivots, group.length, free)
    const moving = [...steps.keys()].filter((j) => Math.abs(steps[j]!) > ZERO)
    return direction(
      moving.map((j) => group[j]!),
      moving.map((j) => steps[j]!),
    )
  })
}

interface Reduced {
  /** Reduced row echelon form; row r has its 1 in column pivots[r]. */
  readonly cells: readonly number[][]
  readonly pivots: readonly number[]
}

function reduced(matrix: readonly number[][]): Reduced {
  const cells = matrix.map((row) => [...row])
  const pivots: number[] = []
  for (let column = 0; column < (cells[0]?.length ?? 0) && pivots.length < cells.length; column++) {
    const top = pivots.length
    let best = top
    for (let r = top; r < cells.length; r++) {
      if (Math.abs(cells[r]![column]!) > Math.abs(cells[best]![column]!)) best = r
    }
    const entry = cells[best]![column]!
    if (Math.abs(entry) <= ZERO) continue
    const pivotRow = cells[best]!.map((cell) => cell / entry)
    cells[best] = cells[top]!
    cells[top] = pivotRow
    for (const [r, row] of cells.entries()) {
      const share = row[column]!
      if (r !== top && share !== 0) cells[r] = row.map((cell, c) => cell - share * pivotRow[c]!)
    }
    pivots.push(column)
  }
  return { cells, pivots }
}

function freeColumns(pivots: readonly number[], count: number): number[] {
  return Array.from({ length: count }, (_, column) => column).filter((column) => !pivots.includes(column))
}

/** The solution of the homogeneous equations in which one free column is 1 and the others are 0. */
function nullVector(cells: readonly number[][], pivots: readonly number[], count: number, free: number): number[] {
  const steps = Array.from({ length: count }, () => 0)
  steps[free] = 1
  pivots.forEach((column, r) => {
    steps[column] = -cells[r]![free]!
  })
  return steps
}

function direction(factors: readonly number[], steps: readonly number[]): Direction {
  const largest = steps.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a), 0)
  return { factors: Uint32Array.from(factors), steps: Float64Array.from(steps, (step) => step / largest) }
}

function* subsets(count: number, size: number, from = 0): Generator<number[]> {
  if (size === 0) yield []
  else {
    for (let head = from; head <= count - size; head++) {
      for (const tail of subsets(count, size - 1, head + 1)) yield [head, ...tail]
    }
  }
}

function subsetCount(count: number, size: number): number {
  let total = 1
  for (let i = 0; i < size; i++) total = (total * (count - i)) / (i + 1)
  return total
}
