import { seededGenerator } from '../random/generator.ts'
import { designMatrix, modelExpansion } from './design-model.ts'
import type { DesignProblem } from './design-problem.ts'
import type { Factor } from './factor.ts'
import type { Region } from './region.ts'
import { type SeparableModel, separableModel } from './separable-model.ts'

/**
 * W, the average of x·xᵀ over the region, p × p row-major: the average prediction variance of a design is trace(M⁻¹·W).
 *
 * Over given candidates it is their mean. Over a product region it is exact for polynomials and to rounding for smooth
 * functions: numbers are spread evenly from low to high, discrete ones too (predictions are wanted between their settings),
 * categories and blocks evenly over their levels. Over any other region it is the mean of a fixed sample of SAMPLE runs.
 */
export function regionMoments(problem: DesignProblem, region: Region): Float64Array {
  const { factors, model, candidates } = problem
  if (!candidates && region.isProduct) return productMoments(factors, separableModel(factors, model.columns))
  const expansion = modelExpansion(factors, model.columns)
  return meanMoments(
    designMatrix(expansion, candidates?.runs ?? regionSample(problem, region), factors.length),
    expansion.width,
  )
}

const SAMPLE = 20_000

function regionSample({ factors }: DesignProblem, region: Region): Float64Array {
  const generator = seededGenerator(0)
  const k = factors.length
  const runs = new Float64Array(SAMPLE * k)
  for (let i = 0; i < SAMPLE; i++) {
    factors.forEach((factor, j) => {
      if (factor.kind === 'block') runs[i * k + j] = i % factor.levels.length
      if (factor.kind === 'covariate') runs[i * k + j] = 2 * generator.uniform() - 1
    })
    region.sample(generator, runs, i * k)
  }
  return runs
}

/** The mean of x·xᵀ over the rows x of a matrix of width p. */
function meanMoments(rows: Float64Array, p: number): Float64Array {
  const moments = new Float64Array(p * p)
  for (let at = 0; at < rows.length; at += p) {
    for (let j = 0; j < p; j++) {
      const value = rows[at + j]!
      for (let l = 0; l <= j; l++) moments[j * p + l] = moments[j * p + l]! + value * rows[at + l]!
    }
  }
  const count = rows.length / p
  for (let j = 0; j < p; j++) {
    for (let l = 0; l <= j; l++) moments[j * p + l] = moments[l * p + j] = moments[j * p + l]! / count
  }
  return moments
}

/** A column is a product of functions of one factor each, and so the average of two columns' product is one of averages. */
function productMoments(factors: readonly Factor[], model: SeparableModel): Float64Array {
  const p = model.width
  const moments = new Float64Array(p * p).fill(1)
  const slot = new Int32Array(p)
  factors.forEach((factor, j) => {
    const { columns, slots, functions } = model.axes[j]!
    if (functions === 0) return
    slot.fill(0)
    columns.forEach((column, s) => {
      slot[column] = slots[s]! + 1
    })
    const size = functions + 1
    const own = factorMoments(factor, j, model)
    for (let c = 0; c < p; c++) {
      for (let d = 0; d < p; d++) moments[c * p + d] = moments[c * p + d]! * own[slot[c]! * size + slot[d]!]!
    }
  })
  return moments
}

/** Averages of the products of 1 and a factor's functions, two by two. */
function factorMoments(factor: Factor, j: number, model: SeparableModel): Float64Array {
  const { functions } = model.axes[j]!
  const size = functions + 1
  const moments = new Float64Array(size * size)
  const values = new Float64Array(model.functionCount)
  const row = new Float64Array(size).fill(1)
  for (const { level, weight } of averagedLevels(factor)) {
    model.evaluate(j, level, values, 0)
    for (let h = 0; h < functions; h++) row[h + 1] = values[model.firstFunction[j]! + h]!
    for (let a = 0; a < size; a++) {
      for (let b = 0; b < size; b++) moments[a * size + b] = moments[a * size + b]! + weight * row[a]! * row[b]!
    }
  }
  return moments
}

function averagedLevels(factor: Factor): { level: number; weight: number }[] {
  if (factor.kind === 'categorical' || factor.kind === 'block') {
    return factor.levels.map((_, level) => ({ level, weight: 1 / factor.levels.length }))
  }
  return gaussLegendre(QUADRATURE)
}

/** Exact for polynomials of degree 31: products of two columns of degree 15. */
const QUADRATURE = 16

/** Nodes on [−1, 1] and weights that sum to one, by Newton's method on the Legendre polynomial. */
function gaussLegendre(count: number): { level: number; weight: number }[] {
  return Array.from({ length: count }, (_, i) => {
    // Chebyshev's nodes interlace closely enough with Legendre's for Newton to find each once
    let x = -Math.cos((Math.PI * (i + 0.75)) / (count + 0.5))
    let slope = 1
    for (let step = 0; step < 100; step++) {
      let previous = 1
      let value = x
      for (let m = 2; m <= count; m++) {
        const next = ((2 * m - 1) * x * value - (m - 1) * previous) / m
        previous = value
        value = next
      }
      slope = (count * (x * value - previous)) / (x * x - 1)
      const move = value / slope
      x -= move
      if (Math.abs(move) < 1e-15) break
    }
    return { level: x, weight: 1 / ((1 - x * x) * slope * slope) }
  })
}
