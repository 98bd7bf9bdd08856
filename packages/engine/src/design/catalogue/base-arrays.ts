import { differenceArray, differenceScheme, differenceSchemeNames, hadamardScheme } from './difference-scheme.ts'
import { hadamardMatrix, hasHadamardMatrix } from './hadamard.ts'

/** An orthogonal array of strength 2 that other arrays are cut from. */
export interface BaseArray {
  /** The number of levels of each column. */
  readonly levels: readonly number[]
  /** Rows × columns, level indices. */
  readonly build: () => Uint8Array
}

/** The arrays of this many rows that do not come from finite fields (those are in linear-array.ts), the richest first. */
export function baseArrays(rows: number): BaseArray[] {
  const arrays: BaseArray[] = []
  for (const name of differenceSchemeNames(rows)) {
    const levels = [name.rows, ...Array<number>(name.columns).fill(name.levels)]
    arrays.push({ levels, build: () => differenceArray(differenceScheme(name)) })
  }
  if (rows % 8 === 0 && hasHadamardMatrix(rows / 2)) arrays.push(...doubledArrays(rows))
  arrays.push(...tabulatedArrays(rows))
  if (rows % 4 === 0 && hasHadamardMatrix(rows)) arrays.push(hadamardArray(rows))
  return arrays
}

/** 2^(n−1): a normalised Hadamard matrix less its column of ones. */
function hadamardArray(rows: number): BaseArray {
  return { levels: Array<number>(rows - 1).fill(2), build: () => withoutColumns(hadamardLevels(rows), rows, [0]) }
}

/** r^1 2^r of r·2 rows, and 4^1 2^(r−2) beside what is orthogonal to it within a smaller array of r rows. */
function doubledArrays(rows: number): BaseArray[] {
  const half = rows / 2
  const scheme = () => differenceArray(hadamardScheme(half)!)
  const doubled: BaseArray = { levels: [half, ...Array<number>(half).fill(2)], build: scheme }
  const inner = baseArrays(half).filter(({ levels }) => levels.includes(2))
  const withFour = inner.map(({ levels, build }): BaseArray => {
    const two = levels.indexOf(2)
    const rest = levels.filter((_, j) => j !== two)
    return {
      levels: [4, ...Array<number>(half - 2).fill(2), ...rest],
      build: () => fourLevelArray(half, scheme(), build(), levels, two),
    }
  })
  return [doubled, ...withFour]
}

/**
 * Doubled columns s, s·h₂, …: the first two and their product h₂ make a column of four levels. The smaller array's rows are put
 * in an order in which its column `two` is h₂; its other columns are orthogonal to that and, being constant over s, to the rest.
 */
function fourLevelArray(
  half: number,
  doubled: Uint8Array,
  inner: Uint8Array,
  innerLevels: readonly number[],
  two: number,
): Uint8Array {
  const width = half + 1
  const innerWidth = innerLevels.length
  const outerWidth = 1 + (half - 2) + (innerWidth - 1)
  const unused = [0, 1].map((level) =>
    Array.from({ length: half }, (_, i) => i).filter((i) => inner[i * innerWidth + two] === level),
  )
  const runs = new Uint8Array(2 * half * outerWidth)
  for (let i = 0; i < half; i++) {
    // doubled[…0] is s and 0 in the first copy: there the entries are h itself
    const innerRow = unused[doubled[2 * i * width + 2]!]!.shift()!
    for (let copy = 0; copy < 2; copy++) {
      const from = (2 * i + copy) * width + 1
      let at = (2 * i + copy) * outerWidth
      runs[at++] = 2 * doubled[from]! + doubled[from + 1]!
      for (let j = 2; j < half; j++) runs[at++] = doubled[from + j]!
      for (let j = 0; j < innerWidth; j++) if (j !== two) runs[at++] = inner[innerRow * innerWidth + j]!
    }
  }
  return runs
}

/**
 * 3^1 2^4 in 12 rows and 5^1 2^8 in 20, found by search: within each group of four rows a two-level column is one of three
 * orthogonal contrasts, up to sign. They are known from Wang & Wu, J. Amer. Statist. Assoc. 86 (1991) 450–456.
 */
const GROUPS_OF_FOUR: ReadonlyMap<number, readonly (readonly number[])[]> = new Map([
  [
    12,
    [
      [1, 1, 1],
      [1, 2, -1],
      [2, 3, 2],
      [2, -3, 3],
    ],
  ],
  [
    20,
    [
      [1, 1, 1, 1, 1],
      [1, 2, 2, 2, -1],
      [1, 3, -1, -2, 2],
      [1, -1, -2, 3, -2],
      [2, 2, 3, -1, 1],
      [2, 3, -3, -3, -2],
      [2, -2, 2, 3, 3],
      [2, -3, -1, 1, -3],
    ],
  ],
])

function tabulatedArrays(rows: number): BaseArray[] {
  const columns = GROUPS_OF_FOUR.get(rows)
  if (!columns) return []
  const contrasts = [[], [0, 0, 1, 1], [0, 1, 0, 1], [0, 1, 1, 0]]
  const build = () =>
    Uint8Array.from(
      Array.from({ length: rows }, (_, row) => {
        const group = Math.floor(row / 4)
        const signs = columns.map((column) => {
          const level = contrasts[Math.abs(column[group]!)]![row % 4]!
          return column[group]! > 0 ? level : 1 - level
        })
        return [group, ...signs]
      }).flat(),
    )
  return [{ levels: [rows / 4, ...columns.map(() => 2)], build }]
}

function hadamardLevels(order: number): Uint8Array {
  return Uint8Array.from(hadamardMatrix(order)!, (entry) => (entry > 0 ? 0 : 1))
}

function withoutColumns(runs: Uint8Array, width: number, left: readonly number[]): Uint8Array {
  return runs.filter((_, i) => !left.includes(i % width))
}
