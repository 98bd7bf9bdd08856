import { type FeatureMatrix, seededGenerator } from '@zerosec/engine'

export interface SplitTable {
  readonly training: FeatureMatrix
  readonly target: Float64Array
  readonly test: FeatureMatrix
  readonly testTarget: Float64Array
}

/**
 * Friedman's first function of five of ten uniform columns with unit noise; from the eleventh column on neighbours that correlate,
 * every third with a heavy tail, and products of them in the response.
 */
export function friedmanTable(rows: number, testRows: number, columns: number): SplitTable {
  const generator = seededGenerator(1)
  const all = rows + testRows
  const values = Array.from({ length: columns }, () => new Float64Array(all))
  const target = new Float64Array(all)
  for (let i = 0; i < all; i++) {
    let before = 0
    for (let j = 0; j < columns; j++) {
      if (j < 10) values[j]![i] = generator.uniform()
      else {
        before = 0.6 * before + 0.8 * generator.normal()
        values[j]![i] = j % 3 === 0 ? Math.exp(0.5 * before) : before
      }
    }
    target[i] = responseOf((j) => values[j]?.[i] ?? 0) + generator.normal()
  }
  const part = (from: number, count: number): FeatureMatrix => ({
    rows: count,
    columns: values.map((column) => sharedCopy(column.subarray(from, from + count))),
    levels: new Int32Array(columns),
  })
  return {
    training: part(0, rows),
    target: target.slice(0, rows),
    test: part(rows, testRows),
    testTarget: target.slice(rows),
  }
}

/** On memory that threads share, as an analysis lays out its columns. */
function sharedCopy(values: Float64Array): Float64Array {
  const copy = new Float64Array(new SharedArrayBuffer(values.byteLength))
  copy.set(values)
  return copy
}

function responseOf(x: (column: number) => number): number {
  const friedman = 10 * Math.sin(Math.PI * x(0) * x(1)) + 20 * (x(2) - 0.5) ** 2 + 10 * x(3) + 5 * x(4)
  return friedman + 1.5 * x(11) * x(12) + Math.abs(x(14)) + 2 * Math.tanh(x(13) - x(15))
}
