/** A bounded polytope: low ≤ x ≤ high, and rows Σ coefficient · x (relation) bound whose largest coefficients are about 1. */
export interface Polytope {
  readonly low: Float64Array
  readonly high: Float64Array
  readonly rows: readonly {
    readonly coefficients: Float64Array
    readonly relation: '<=' | '='
    readonly bound: number
  }[]
}

export interface LinearProgram {
  /** A vertex where Σ objective · x is largest over the polytope. The same objective gives the same vertex in any order of calls. */
  maximise(objective: Float64Array): { readonly value: number; readonly point: Float64Array }
}

/** How much the rows may miss each other for the polytope to count as empty by rounding alone. */
const FEASIBLE = 1e-10
const SMALLEST_PIVOT = 1e-9
const OPTIMAL = 1e-11

/**
 * Linear programming on a small dense polytope: the two-phase simplex method on a tableau with Bland's rule, which can't cycle.
 *
 * @returns null where the polytope is empty
 *
 * Cost: a pivot is (n + m)·(2n + m) multiply-adds, n the variables that rows hold, m the rows; mostly n + m pivots or so.
 * Source: Bland, Math. Oper. Res. 2 (1977) 103–107.
 */
export function linearProgram(polytope: Polytope): LinearProgram | null {
  const { low, high, rows } = polytope
  const bound = new Set<number>()
  for (let j = 0; j < low.length; j++) {
    if (low[j]! > high[j]! + FEASIBLE) return null
    if (high[j]! > low[j]! && rows.some(({ coefficients }) => coefficients[j] !== 0)) bound.add(j)
  }
  const variables = [...bound]
  const first = firstTableau(polytope, variables)
  if (!first) return null
  return {
    maximise(objective) {
      const tableau = { ...first, cells: first.cells.slice(), basis: first.basis.slice() }
      const point = Float64Array.from(low, (end, j) => (objective[j]! > 0 ? high[j]! : end))
      setObjective(
        tableau,
        variables.map((j) => objective[j]!),
      )
      pivotToOptimum(tableau)
      variables.forEach((j) => {
        point[j] = low[j]!
      })
      for (let r = 0; r < tableau.rowCount; r++) {
        const j = variables[tableau.basis[r]!]
        if (j !== undefined)
          point[j] = Math.min(high[j]!, low[j]! + tableau.cells[r * tableau.width + tableau.width - 1]!)
      }
      let value = 0
      for (let j = 0; j < point.length; j++) value += objective[j]! * point[j]!
      return { value, point }
    },
  }
}

/** Rows of equations in variables ≥ 0, each solved for its basic variable; the last column is the right side, the last row the objective. */
interface Tableau {
  readonly cells: Float64Array
  readonly basis: Int32Array
  readonly rowCount: number
  readonly width: number
}

/** The tableau of a first vertex, without artificial variables: columns are variables, slacks, right side. */
function firstTableau({ low, high, rows }: Polytope, variables: readonly number[]): Tableau | null {
  const n = variables.length
  const slackCount = n + rows.filter(({ relation }) => relation === '<=').length
  const rowCount = n + rows.length
  const artificialAt = n + slackCount
  const width = artificialAt + rows.length + 1
  const cells = new Float64Array((rowCount + 1) * width)
  const basis = new Int32Array(rowCount)
  const tableau = { cells, basis, rowCount, width }
  variables.forEach((j, v) => {
    cells[v * width + v] = 1
    cells[v * width + n + v] = 1
    cells[v * width + width - 1] = high[j]! - low[j]!
    basis[v] = n + v
  })
  let slack = 2 * n
  rows.forEach(({ coefficients, relation, bound }, i) => {
    const at = (n + i) * width
    let left = bound
    for (let j = 0; j < low.length; j++) left -= coefficients[j]! * low[j]!
    const sign = left < 0 ? -1 : 1
    variables.forEach((j, v) => {
      cells[at + v] = sign * coefficients[j]!
    })
    cells[at + width - 1] = sign * left
    basis[n + i] = artificialAt + i
    if (relation === '<=') {
      cells[at + slack] = sign
      if (sign > 0) basis[n + i] = slack
      slack++
    }
    if (basis[n + i] === artificialAt + i) {
      cells[at + artificialAt + i] = 1
      for (let c = 0; c < width; c++)
        cells[rowCount * width + c]! -= c < artificialAt || c === width - 1 ? cells[at + c]! : 0
    }
  })
  pivotToOptimum(tableau)
  if (-cells[rowCount * width + width - 1]! > FEASIBLE) return null
  return withoutArtificials(tableau, artificialAt)
}

/** Pivots artificial variables out of the basis; a row where none can enter says nothing and is dropped. */
function withoutArtificials(tableau: Tableau, artificialAt: number): Tableau {
  const { cells, basis, rowCount, width } = tableau
  const kept: number[] = []
  for (let r = 0; r < rowCount; r++) {
    if (basis[r]! < artificialAt) {
      kept.push(r)
      continue
    }
    let column = 0
    for (let c = 1; c < artificialAt; c++) {
      if (Math.abs(cells[r * width + c]!) > Math.abs(cells[r * width + column]!)) column = c
    }
    if (Math.abs(cells[r * width + column]!) <= SMALLEST_PIVOT) continue
    pivot(tableau, r, column)
    kept.push(r)
  }
  const narrow = artificialAt + 1
  const next = new Float64Array((kept.length + 1) * narrow)
  kept.forEach((r, i) => {
    next.set(cells.subarray(r * width, r * width + artificialAt), i * narrow)
    next[i * narrow + artificialAt] = Math.max(0, cells[r * width + width - 1]!)
  })
  return { cells: next, basis: Int32Array.from(kept, (r) => basis[r]!), rowCount: kept.length, width: narrow }
}

/** Writes minus the reduced objective into the last row. */
function setObjective({ cells, basis, rowCount, width }: Tableau, objective: readonly number[]): void {
  const last = rowCount * width
  cells.fill(0, last, last + width)
  objective.forEach((coefficient, v) => {
    cells[last + v] = -coefficient
  })
  for (let r = 0; r < rowCount; r++) {
    const coefficient = objective[basis[r]!] ?? 0
    if (coefficient === 0) continue
    for (let c = 0; c < width; c++) cells[last + c]! += coefficient * cells[r * width + c]!
  }
}

function pivotToOptimum(tableau: Tableau): void {
  const { cells, basis, rowCount, width } = tableau
  const last = rowCount * width
  let largest = 0
  for (let c = 0; c < width - 1; c++) largest = Math.max(largest, Math.abs(cells[last + c]!))
  const optimal = -OPTIMAL * Math.max(largest, 1e-300)
  for (;;) {
    let column = 0
    while (column < width - 1 && cells[last + column]! >= optimal) column++
    if (column === width - 1) return
    let leaving = -1
    let least = Infinity
    for (let r = 0; r < rowCount; r++) {
      const entry = cells[r * width + column]!
      if (entry <= SMALLEST_PIVOT) continue
      const ratio = cells[r * width + width - 1]! / entry
      if (ratio < least - 1e-13 || (ratio <= least + 1e-13 && basis[r]! < basis[leaving]!)) {
        leaving = r
        least = Math.min(ratio, least)
      }
    }
    // the polytope is bounded: a column without a pivot has moved by rounding only
    if (leaving === -1) cells[last + column] = 0
    else pivot(tableau, leaving, column)
  }
}

function pivot({ cells, basis, rowCount, width }: Tableau, row: number, column: number): void {
  const at = row * width
  const entry = cells[at + column]!
  for (let c = 0; c < width; c++) cells[at + c]! /= entry
  cells[at + column] = 1
  for (let r = 0; r <= rowCount; r++) {
    const share = cells[r * width + column]!
    if (r === row || share === 0) continue
    for (let c = 0; c < width; c++) cells[r * width + c]! -= share * cells[at + c]!
    cells[r * width + column] = 0
  }
  basis[row] = column
}
