import { describe, expect, it } from 'vitest'
import { type FeatureMatrix, numericMatrix } from '../../features/feature-matrix.ts'
import { seededGenerator } from '../../random/generator.ts'
import { binFeatures } from './bin-features.ts'
import { MISSING_BIN } from './binned-features.ts'

function categoryMatrix(codes: readonly number[], levels: number): FeatureMatrix {
  return { rows: codes.length, columns: [Float64Array.from(codes)], levels: Int32Array.of(levels) }
}

describe('binFeatures', () => {
  it.each([2, 16, 255])('puts each of %d bins at most between its edges, missing values apart', (maxBins) => {
    const generator = seededGenerator(maxBins)
    const draws = [
      () => generator.normal(),
      () => generator.integer(7),
      () => (generator.integer(3) === 0 ? Number.NaN : generator.uniform()),
      () => Number.NaN,
      () => [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, 0, -0][generator.integer(4)]!,
    ]
    const matrix = numericMatrix(draws.map((draw) => Float64Array.from({ length: 20_000 }, draw)))
    const { rows, bins, codes, upper } = binFeatures(matrix, { maxBins })
    matrix.columns.forEach((column, j) => {
      expect(bins[j]).toBe(upper[j]!.length)
      expect(bins[j]).toBeLessThanOrEqual(maxBins)
      const wrong = column.findIndex((value, i) => {
        const code = codes[j * rows + i]!
        if (Number.isNaN(value)) return code !== MISSING_BIN
        return !(value <= upper[j]![code]! && (code === 0 || value > upper[j]![code - 1]!))
      })
      expect(wrong).toBe(-1)
    })
  })

  it('codes a value on an edge below it', () => {
    const matrix = numericMatrix([Float64Array.of(1, 2, 1.5, 1.5000001)])
    const { codes, upper } = binFeatures(matrix, { edgeRows: [0, 1] })
    expect(upper[0]).toEqual(Float64Array.of(1.5, Number.POSITIVE_INFINITY))
    expect([...codes]).toEqual([0, 1, 0, 1])
  })

  it('lets the given rows alone decide the edges and the commonest levels', () => {
    const matrix: FeatureMatrix = {
      rows: 4,
      columns: [Float64Array.of(1, 3, 100, -100), Float64Array.of(0, 1, 2, 2)],
      levels: Int32Array.of(0, 3),
    }
    const { codes, upper, levelBin } = binFeatures(matrix, { edgeRows: [0, 1] })
    expect(upper[0]).toEqual(Float64Array.of(2, Number.POSITIVE_INFINITY))
    expect([...codes.subarray(0, 4)]).toEqual([0, 1, 1, 0])
    expect(levelBin[1]).toEqual(Int32Array.of(0, 1, 2))
  })

  it('gives the levels of a category bins in the order of their codes, whatever maxBins', () => {
    const { bins, codes, levelBin, upper } = binFeatures(categoryMatrix([3, 0, Number.NaN, 2, 7], 4), { maxBins: 2 })
    expect([bins[0], [...levelBin[0]!], upper[0]!.length]).toEqual([4, [0, 1, 2, 3], 0])
    expect([...codes]).toEqual([3, 0, MISSING_BIN, 2, MISSING_BIN])
  })

  it('keeps the 255 commonest of more levels, the lower of equally common ones, and lets the others be missing', () => {
    // levels 0 … 299: level 299 three times, 298 twice, the others once
    const codes = [...Array.from({ length: 300 }, (_, level) => level), 299, 299, 298]
    const binned = binFeatures(categoryMatrix(codes, 300))
    expect(binned.bins[0]).toBe(255)
    const kept = Array.from(binned.levelBin[0]!.entries()).filter(([, bin]) => bin >= 0)
    expect(kept.map(([level]) => level)).toEqual([...Array.from({ length: 253 }, (_, level) => level), 298, 299])
    expect(kept.map(([, bin]) => bin)).toEqual(Array.from({ length: 255 }, (_, bin) => bin))
    expect([binned.codes[252], binned.codes[253], binned.codes[297], binned.codes[299]]).toEqual([252, 255, 255, 254])
  })

  it('lies on memory that threads share', () => {
    const { codes } = binFeatures(numericMatrix([Float64Array.of(1, 2)]))
    expect(codes.buffer).toBeInstanceOf(SharedArrayBuffer)
  })

  it.each([0, 1, 256, Number.NaN])('refuses %d bins', (maxBins) => {
    expect(() => binFeatures(numericMatrix([Float64Array.of(1)]), { maxBins })).toThrow(RangeError)
  })
})
