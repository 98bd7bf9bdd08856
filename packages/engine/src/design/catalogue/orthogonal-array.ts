import { baseArrays } from './base-arrays.ts'
import { fullFactorial } from './full-factorial.ts'
import { linearArray, linearArrayRows, linearShape } from './linear-array.ts'

/**
 * An orthogonal array of strength 2: in every two columns each pair of levels stands in equally many rows. `runs` × columns
 * row-major level indices, a column for each entry of `levels` in its order; undefined where no construction of ours gives one.
 *
 * Tried in turn: repeated full factorials, two-level fold-overs (strength 3), linear arrays over finite fields, arrays from
 * difference schemes, Hadamard matrices and tables with columns replaced by arrays of their own (a column of 6 levels by 2 and
 * 3), and two smaller arrays one above the other. These hold L4 to L36 as Taguchi lists them and most of the others that exist.
 *
 * Source: Hedayat, Sloane & Stufken, Orthogonal Arrays (1999) ch. 2, 3, 6, 7, 9.
 */
export function orthogonalArray(levels: readonly number[], runs: number): Uint8Array | undefined {
  if (!levels.every((count) => Number.isInteger(count) && count >= 2 && count <= 256)) return undefined
  const order = levels.map((_, j) => j).sort((a, b) => levels[b]! - levels[a]! || a - b)
  const sorted = order.map((j) => levels[j]!)
  const array = new ArrayFinder().find(sorted, runs)?.()
  if (!array) return undefined
  const width = levels.length
  const arranged = new Uint8Array(array.length)
  for (let i = 0; i < runs; i++) for (let j = 0; j < width; j++) arranged[i * width + order[j]!] = array[i * width + j]!
  return arranged
}

type Build = () => Uint8Array

/** Finds arrays of descending levels; remembers what it was asked. */
class ArrayFinder {
  readonly #known = new Map<string, Build | undefined>()

  find(levels: readonly number[], rows: number): Build | undefined {
    if (!couldExist(levels, rows)) return undefined
    const key = `${rows}:${levels.join()}`
    if (!this.#known.has(key)) {
      this.#known.set(
        key,
        repeatedFactorial(levels, rows) ??
          foldOver(levels, rows) ??
          linear(levels, rows) ??
          this.#fromBase(levels, rows) ??
          this.#stacked(levels, rows),
      )
    }
    return this.#known.get(key)
  }

  #fromBase(levels: readonly number[], rows: number): Build | undefined {
    for (const base of baseArrays(rows)) {
      const places = this.#places(levels, base.levels)
      if (places) return () => assemble(levels.length, rows, base.build(), base.levels.length, places)
    }
    return undefined
  }

  /** Where each wanted column comes from: columns with its own number of levels first, then parts of larger ones. */
  #places(wanted: readonly number[], offered: readonly number[]): Place[] | undefined {
    const free = new Set(offered.keys())
    const open = new Set(wanted.keys())
    const places: Place[] = []
    for (const j of wanted.keys()) {
      const column = [...free].find((candidate) => offered[candidate] === wanted[j])
      if (column === undefined) continue
      free.delete(column)
      open.delete(j)
      places.push({ column, targets: [j] })
    }
    for (const column of [...free].sort((a, b) => offered[a]! - offered[b]!)) {
      if (open.size === 0) break
      let targets: number[] = []
      let inner: Build | undefined
      for (const j of open) {
        const larger = [...targets, j]
        const found = this.find(
          larger.map((target) => wanted[target]!),
          offered[column]!,
        )
        if (found) [targets, inner] = [larger, found]
      }
      for (const j of targets) open.delete(j)
      if (inner) places.push({ column, targets, inner })
    }
    return open.size === 0 ? places : undefined
  }

  #stacked(levels: readonly number[], rows: number): Build | undefined {
    const unit = pairUnit(levels)
    for (let lower = Math.floor(rows / 2 / unit) * unit; lower >= unit; lower -= unit) {
      const upper = this.find(levels, rows - lower)
      const rest = upper && this.find(levels, lower)
      if (rest) return () => Uint8Array.from([...upper(), ...rest()])
    }
    return undefined
  }
}

interface Place {
  readonly column: number
  readonly targets: readonly number[]
  /** The array that replaces the column's levels. */
  readonly inner?: Build
}

function assemble(
  width: number,
  rows: number,
  base: Uint8Array,
  baseWidth: number,
  places: readonly Place[],
): Uint8Array {
  const runs = new Uint8Array(rows * width)
  for (const { column, targets, inner } of places) {
    const replacement = inner?.()
    for (let i = 0; i < rows; i++) {
      const level = base[i * baseWidth + column]!
      targets.forEach((j, at) => {
        runs[i * width + j] = replacement ? replacement[level * targets.length + at]! : level
      })
    }
  }
  return runs
}

function couldExist(levels: readonly number[], rows: number): boolean {
  const freedom = levels.reduce((sum, count) => sum + count - 1, 1)
  return Number.isInteger(rows) && freedom <= rows && rows % pairUnit(levels) === 0
}

/** The least common multiple of the products of every two levels: the rows are a multiple of it. */
function pairUnit(levels: readonly number[]): number {
  let unit = levels[0] ?? 1
  for (const [i, first] of levels.entries()) {
    for (const second of new Set(levels.slice(i + 1))) unit = leastCommonMultiple(unit, first * second)
  }
  return unit
}

function leastCommonMultiple(a: number, b: number): number {
  let [x, y] = [a, b]
  while (y > 0) [x, y] = [y, x % y]
  return (a / x) * b
}

function repeatedFactorial(levels: readonly number[], rows: number): Build | undefined {
  const combinations = levels.reduce((product, count) => product * count, 1)
  if (rows % combinations !== 0) return undefined
  return () => {
    const once = fullFactorial(levels)
    return Uint8Array.from({ length: rows * levels.length }, (_, i) => once[i % once.length]!)
  }
}

/** Up to n/2 two-level columns in n rows: a Hadamard matrix above its negative, so that no main effect meets an interaction. */
function foldOver(levels: readonly number[], rows: number): Build | undefined {
  if (levels[0] !== 2 || levels.length > rows / 2) return undefined
  const half = baseArrays(rows).find((base) => base.levels[0] === rows / 2 && base.levels.length === rows / 2 + 1)
  if (!half) return undefined
  const width = levels.length
  return () => {
    const doubled = half.build()
    return Uint8Array.from({ length: rows * width }, (_, i) => {
      return doubled[Math.floor(i / width) * (rows / 2 + 1) + 1 + (i % width)]!
    })
  }
}

function linear(levels: readonly number[], rows: number): Build | undefined {
  const shape = linearShape(rows, levels)
  const columns = shape && linearArray(shape.prime, shape.exponent, shape.dimensions)
  return columns && (() => linearArrayRows(shape.prime, shape.exponent, columns))
}
