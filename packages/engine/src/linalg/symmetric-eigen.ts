/** Eigenvalues ascending; row k of `vectors` (p × p) is the unit eigenvector of value k, its largest entry positive. */
export interface SymmetricEigen {
  readonly values: Float64Array
  readonly vectors: Float64Array
}

/**
 * All eigenvalues and eigenvectors of a symmetric matrix: A = Σ λₖ vₖ vₖᵀ. Errors are some units of 1e-16 of the largest |λ|.
 *
 * @param matrix  p × p row-major; only the lower triangle is read
 * @throws RangeError if the length is not p × p, or an entry is not finite
 *
 * Householder tridiagonalisation, then implicit QL with Wilkinson's shift. Cost: about 5·p³; allocates 2·p².
 * Source: Golub & Van Loan, Matrix Computations, 4th ed., 8.3.
 */
export function symmetricEigen(matrix: Float64Array, p: number): SymmetricEigen {
  const { diagonal, beside, reflectors } = tridiagonalise(matrix, p)
  const vectors = orthogonalRows(reflectors, p)
  implicitQl(diagonal, beside, p, vectors)
  const order = Array.from(diagonal.keys()).sort((a, b) => diagonal[a]! - diagonal[b]! || a - b)
  const sorted = new Float64Array(p * p)
  order.forEach((from, to) => {
    const row = vectors.subarray(from * p, from * p + p)
    let largest = 0
    // a near tie goes to the first entry, so that rounding doesn't turn the sign
    for (let j = 1; j < p; j++) if (Math.abs(row[j]!) > Math.abs(row[largest]!) * (1 + 1e-9)) largest = j
    const sign = row[largest]! < 0 ? -1 : 1
    for (let j = 0; j < p; j++) sorted[to * p + j] = sign * row[j]!
  })
  return { values: Float64Array.from(order, (k) => diagonal[k]!), vectors: sorted }
}

/** The eigenvalues alone, ascending; as `symmetricEigen`. Cost: 4·p³/3 and O(p²). */
export function symmetricEigenvalues(matrix: Float64Array, p: number): Float64Array {
  const { diagonal, beside } = tridiagonalise(matrix, p)
  implicitQl(diagonal, beside, p, null)
  return diagonal.sort()
}

interface Tridiagonal {
  readonly diagonal: Float64Array
  /** Entry k is at (k, k + 1); the last is 0. */
  readonly beside: Float64Array
  /** Row k holds, from column k + 1, the unit vector of the k-th reflection; zeros where there was nothing to reflect. */
  readonly reflectors: Float64Array
}

function tridiagonalise(matrix: Float64Array, p: number): Tridiagonal {
  if (matrix.length !== p * p) throw new RangeError(`expected ${p}×${p} values, got ${matrix.length}`)
  const a = new Float64Array(p * p)
  for (let i = 0; i < p; i++) {
    for (let j = 0; j <= i; j++) {
      const value = matrix[i * p + j]!
      if (!Number.isFinite(value)) throw new RangeError(`entry ${i}, ${j} of the matrix is ${value}`)
      a[i * p + j] = a[j * p + i] = value
    }
  }
  const diagonal = new Float64Array(p)
  const beside = new Float64Array(p)
  const reflectors = new Float64Array(p * p)
  const w = new Float64Array(p)
  for (let k = 0; k < p - 1; k++) {
    beside[k] = reflector(a, reflectors, k, p)
    const v = reflectors.subarray(k * p, k * p + p)
    let inner = 0
    for (let i = k + 1; i < p; i++) {
      let sum = 0
      for (let j = k + 1; j < p; j++) sum += a[i * p + j]! * v[j]!
      w[i] = 2 * sum
      inner += sum * v[i]!
    }
    // H·A·H = A − v·wᵀ − w·vᵀ with w = 2(A·v − (vᵀA·v)·v)
    for (let i = k + 1; i < p; i++) w[i] = w[i]! - 2 * inner * v[i]!
    for (let i = k + 1; i < p; i++) {
      for (let j = k + 1; j < p; j++) a[i * p + j] = a[i * p + j]! - v[i]! * w[j]! - w[i]! * v[j]!
    }
  }
  for (let k = 0; k < p; k++) diagonal[k] = a[k * p + k]!
  return { diagonal, beside, reflectors }
}

/** Writes the unit vector v whose reflection I − 2vvᵀ takes A[k+1 …, k] to a multiple of the first axis; returns the multiple. */
function reflector(a: Float64Array, reflectors: Float64Array, k: number, p: number): number {
  let scale = 0
  for (let i = k + 2; i < p; i++) scale = Math.max(scale, Math.abs(a[k * p + i]!))
  const first = a[k * p + k + 1]!
  if (scale === 0) return first
  scale = Math.max(scale, Math.abs(first))
  let squares = 0
  for (let i = k + 1; i < p; i++) squares += (a[k * p + i]! / scale) ** 2
  const length = Math.sqrt(squares)
  const towards = first > 0 ? -length : length
  // |x − towards·e₁|² = 2·length·(length + |first|): no cancellation, as the signs differ
  const norm = Math.sqrt(2 * length * (length + Math.abs(first / scale)))
  for (let i = k + 1; i < p; i++) reflectors[k * p + i] = a[k * p + i]! / scale / norm
  reflectors[k * p + k + 1] = (first / scale - towards) / norm
  return towards * scale
}

/** The rows of (H₀·H₁·…)ᵀ. */
function orthogonalRows(reflectors: Float64Array, p: number): Float64Array {
  const rows = new Float64Array(p * p)
  for (let i = 0; i < p; i++) rows[i * p + i] = 1
  // applied backwards each reflection meets only rows and columns that are not yet those of the identity
  for (let k = p - 3; k >= 0; k--) {
    for (let i = k + 1; i < p; i++) {
      let sum = 0
      for (let j = k + 1; j < p; j++) sum += rows[i * p + j]! * reflectors[k * p + j]!
      for (let j = k + 1; j < p; j++) rows[i * p + j] = rows[i * p + j]! - 2 * sum * reflectors[k * p + j]!
    }
  }
  return rows
}

/** Overwrites `d` by the eigenvalues; rotates the rows of `vectors` along. */
function implicitQl(d: Float64Array, e: Float64Array, p: number, vectors: Float64Array | null): void {
  let norm = 0
  for (let i = 0; i < p; i++) norm = Math.max(norm, Math.abs(d[i]!) + Math.abs(e[i]!))
  for (let first = 0; first < p; first++) {
    for (let sweep = 0; ; sweep++) {
      let last = first
      while (last < p - 1 && Math.abs(e[last]!) > Number.EPSILON * norm) last++
      if (last === first) break
      if (sweep === 60) throw new RangeError(`the eigenvalues of a ${p}×${p} matrix do not settle`)
      qlStep(d, e, first, last, p, vectors)
    }
  }
}

function qlStep(
  d: Float64Array,
  e: Float64Array,
  first: number,
  last: number,
  p: number,
  vectors: Float64Array | null,
): void {
  const ratio = (d[first + 1]! - d[first]!) / (2 * e[first]!)
  const root = Math.sqrt(ratio * ratio + 1)
  let g = d[last]! - d[first]! + e[first]! / (ratio + (ratio < 0 ? -root : root))
  let sine = 1
  let cosine = 1
  let shift = 0
  for (let i = last - 1; i >= first; i--) {
    const f = sine * e[i]!
    const b = cosine * e[i]!
    const r = Math.sqrt(f * f + g * g)
    e[i + 1] = r
    if (r === 0) {
      d[i + 1] = d[i + 1]! - shift
      e[last] = 0
      return
    }
    sine = f / r
    cosine = g / r
    const reduced = d[i + 1]! - shift
    const turned = (d[i]! - reduced) * sine + 2 * cosine * b
    shift = sine * turned
    d[i + 1] = reduced + shift
    g = cosine * turned - b
    if (vectors !== null) rotateRows(vectors, i * p, p, cosine, sine)
  }
  d[first] = d[first]! - shift
  e[first] = g
  e[last] = 0
}

function rotateRows(vectors: Float64Array, upper: number, p: number, cosine: number, sine: number): void {
  const lower = upper + p
  for (let j = 0; j < p; j++) {
    const value = vectors[lower + j]!
    vectors[lower + j] = sine * vectors[upper + j]! + cosine * value
    vectors[upper + j] = cosine * vectors[upper + j]! - sine * value
  }
}
