/** A quality of a Latin hypercube, smaller is better, that is cheap to follow when two values of a factor are swapped. */
export interface LatinMeasure {
  value(): number
  afterSwap(factor: number, first: number, second: number): number
  /** Swaps the values in the cells too. */
  swap(factor: number, first: number, second: number): void
}

/** Σ distance⁻¹⁶ over all pairs of runs: Morris and Mitchell's φ₁₆ without its root. A swap costs n. */
export function distanceMeasure(cells: Float64Array, n: number, factorCount: number): LatinMeasure {
  const squares = new Float64Array(n * n)
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < n; b++) {
      let sum = 0
      for (let j = 0; j < factorCount; j++) {
        const difference = cells[a * factorCount + j]! - cells[b * factorCount + j]!
        sum += difference * difference
      }
      squares[a * n + b] = sum
    }
  }
  const total = () => {
    let sum = 0
    for (let a = 0; a < n; a++) for (let b = 0; b < a; b++) sum += inverseEighth(squares[a * n + b]!)
    return sum
  }
  let current = total()
  let swaps = 0

  function afterSwap(factor: number, first: number, second: number): number {
    const x = cells[first * factorCount + factor]!
    const y = cells[second * factorCount + factor]!
    let sum = current
    for (let i = 0; i < n; i++) {
      if (i === first || i === second) continue
      const z = cells[i * factorCount + factor]!
      const change = (y - z) * (y - z) - (x - z) * (x - z)
      const toFirst = squares[first * n + i]!
      const toSecond = squares[second * n + i]!
      sum += inverseEighth(toFirst + change) - inverseEighth(toFirst)
      sum += inverseEighth(toSecond - change) - inverseEighth(toSecond)
    }
    return sum
  }

  return {
    value: () => current,
    afterSwap,
    swap(factor, first, second) {
      current = afterSwap(factor, first, second)
      const x = cells[first * factorCount + factor]!
      const y = cells[second * factorCount + factor]!
      for (let i = 0; i < n; i++) {
        if (i === first || i === second) continue
        const z = cells[i * factorCount + factor]!
        const change = (y - z) * (y - z) - (x - z) * (x - z)
        squares[first * n + i] = squares[i * n + first] = squares[first * n + i]! + change
        squares[second * n + i] = squares[i * n + second] = squares[second * n + i]! - change
      }
      cells[first * factorCount + factor] = y
      cells[second * factorCount + factor] = x
      // squared distances are whole numbers and stay exact; their powers' sum is renewed before rounding adds up
      if (++swaps % 256 === 0) current = total()
    },
  }
}

/** Σ r² over all pairs of factors. A swap costs the number of factors. */
export function correlationMeasure(cells: Float64Array, n: number, factorCount: number): LatinMeasure {
  const mean = (n - 1) / 2
  const spread = (n * (n * n - 1)) / 12
  const products = new Float64Array(factorCount * factorCount)
  for (let i = 0; i < n; i++) {
    for (let a = 0; a < factorCount; a++) {
      for (let b = 0; b < factorCount; b++) {
        products[a * factorCount + b]! += (cells[i * factorCount + a]! - mean) * (cells[i * factorCount + b]! - mean)
      }
    }
  }
  const total = () => {
    let sum = 0
    for (let a = 0; a < factorCount; a++) {
      for (let b = 0; b < a; b++)
        sum += (products[a * factorCount + b]! / spread) * (products[a * factorCount + b]! / spread)
    }
    return sum
  }
  /** What the swap adds to the products of `factor` with `other`. */
  const productChange = (factor: number, other: number, first: number, second: number) =>
    (cells[first * factorCount + factor]! - cells[second * factorCount + factor]!) *
    (cells[second * factorCount + other]! - cells[first * factorCount + other]!)
  let current = total()

  return {
    value: () => current,
    afterSwap(factor, first, second) {
      let sum = current
      for (let other = 0; other < factorCount; other++) {
        if (other === factor) continue
        const old = products[factor * factorCount + other]!
        const changed = old + productChange(factor, other, first, second)
        sum += (changed * changed - old * old) / (spread * spread)
      }
      return sum
    },
    swap(factor, first, second) {
      for (let other = 0; other < factorCount; other++) {
        if (other === factor) continue
        const changed = products[factor * factorCount + other]! + productChange(factor, other, first, second)
        products[factor * factorCount + other] = products[other * factorCount + factor] = changed
      }
      const kept = cells[first * factorCount + factor]!
      cells[first * factorCount + factor] = cells[second * factorCount + factor]!
      cells[second * factorCount + factor] = kept
      current = total()
    },
  }
}

/** distance⁻¹⁶ of a squared distance, by products. */
function inverseEighth(square: number): number {
  const inverse = 1 / square
  const second = inverse * inverse
  const fourth = second * second
  return fourth * fourth
}
