/**
 * The front that each row of losses stands in: 0 where no row dominates it, 1 where only rows of front 0 do, and so on. Equal rows
 * stand in one front.
 *
 * By halving the range of one objective at a time: what is lower ranks what is higher over the objectives that are left, and two
 * objectives are a sweep.
 *
 * @param losses  n × objectives row-major; less is better
 * @throws RangeError for a value that is no number, or a length that is no multiple of `objectives`
 *
 * Cost: n · log(n)^(objectives − 1) at most.
 * Source: Jensen, IEEE Trans. Evol. Comput. 7 (2003) 503–515; with ties: Buzdalov & Shalyto, PPSN XIII (2014) 528–537.
 */
export function nonDominatedRanks(losses: Float64Array, objectives: number): Int32Array {
  const n = losses.length / objectives
  if (!Number.isInteger(n)) throw new RangeError(`${losses.length} losses are not rows of ${objectives}`)
  const levels = Array.from({ length: objectives }, (_, k) => levelsOf(losses, objectives, k))
  const order = lexicographicOrder(levels, n)
  const { distinct, placeOf } = distinctRows(levels, order)
  const ranks = new FrontSort(distinct).ranks()
  return Int32Array.from(placeOf, (place) => ranks[place]!)
}

/** The place of each value among the distinct ones of its objective. */
function levelsOf(losses: Float64Array, objectives: number, k: number): Int32Array {
  const n = losses.length / objectives
  const values = Float64Array.from({ length: n }, (_, i) => losses[i * objectives + k]!)
  if (values.some(Number.isNaN)) throw new RangeError('a loss is no number')
  const sorted = values.toSorted()
  let count = 0
  for (let i = 0; i < n; i++) if (i === 0 || sorted[i] !== sorted[count - 1]) sorted[count++] = sorted[i]!
  return Int32Array.from(values, (value) => {
    let low = 0
    let high = count - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if (sorted[middle]! < value) low = middle + 1
      else high = middle
    }
    return low
  })
}

/** Row numbers by the first objective, equal ones by the second, and so on; equal rows in their order. Counting sorts, last objective first. */
function lexicographicOrder(levels: readonly Int32Array[], n: number): Int32Array {
  let order = Int32Array.from({ length: n }, (_, i) => i)
  for (const level of levels.toReversed()) {
    const starts = new Int32Array(n + 1)
    for (let i = 0; i < n; i++) starts[level[i]! + 1]!++
    for (let i = 0; i < n; i++) starts[i + 1]! += starts[i]!
    const next = new Int32Array(n)
    for (let i = 0; i < n; i++) next[starts[level[order[i]!]!]!++] = order[i]!
    order = next
  }
  return order
}

/** Rows in order, each once, an array an objective; and the place in it of each row. */
function distinctRows(
  levels: readonly Int32Array[],
  order: Int32Array,
): { readonly distinct: readonly Int32Array[]; readonly placeOf: Int32Array } {
  const placeOf = new Int32Array(order.length)
  const kept: number[] = []
  for (const row of order) {
    const last = kept.at(-1)
    if (last === undefined || levels.some((level) => level[row] !== level[last])) kept.push(row)
    placeOf[row] = kept.length - 1
  }
  return { distinct: levels.map((level) => Int32Array.from(kept, (row) => level[row]!)), placeOf }
}

/** Pairs up to this number are compared one by one. */
const FEW_PAIRS = 1_500

/**
 * Ranks distinct points in lexicographic order: a point can be dominated by earlier ones only. Sets of points are stretches of one
 * stack, ascending.
 */
class FrontSort {
  readonly #levels: readonly Int32Array[]
  readonly #rank: Int32Array
  #stack: Int32Array
  #top: number
  /** Of the sweep: from one stair to the next both rise. */
  readonly #stairLevel: Int32Array
  readonly #stairRank: Int32Array
  #stairs = 0

  constructor(levels: readonly Int32Array[]) {
    const n = levels[0]?.length ?? 0
    this.#levels = levels
    this.#rank = new Int32Array(n)
    this.#stack = new Int32Array(4 * n + 16)
    for (let i = 0; i < n; i++) this.#stack[i] = i
    this.#top = n
    this.#stairLevel = new Int32Array(n + 1)
    this.#stairRank = new Int32Array(n + 1)
  }

  ranks(): Int32Array {
    const last = this.#levels.length - 1
    if (last === 0) for (let i = 0; i < this.#rank.length; i++) this.#rank[i] = i
    else this.#rankWithin(0, this.#top, last)
    return this.#rank
  }

  /** Ranks a set among itself by the objectives 0 … k; in the others its points are equal. */
  #rankWithin(from: number, to: number, k: number): void {
    const n = to - from
    if (n < 2) return
    if (n * n <= 2 * FEW_PAIRS) {
      for (let j = from + 1; j < to; j++) this.#compareTo(from, j, j, k)
      return
    }
    if (k === 1) {
      this.#sweep(from, from, from, to)
      return
    }
    const [low, high] = this.#range(from, to, k)
    if (low === high) {
      this.#rankWithin(from, to, k - 1)
      return
    }
    const start = this.#top
    const middle = this.#split(from, to, k, (low + high + 1) >> 1)
    const end = this.#top
    this.#rankWithin(start, middle, k)
    this.#raise(start, middle, middle, end, k - 1)
    this.#rankWithin(middle, end, k)
    this.#top = start
  }

  /** Ranks points a…b by the points l…m, which are ranked, over the objectives 0 … k; in the others these are nowhere above. */
  #raise(l: number, m: number, a: number, b: number, k: number): void {
    if (l === m || a === b) return
    if ((m - l) * (b - a) <= FEW_PAIRS) {
      for (let j = a; j < b; j++) this.#compareTo(l, m, j, k)
      return
    }
    if (k === 1) {
      this.#sweep(l, m, a, b)
      return
    }
    const [lowOfBelow, highOfBelow] = this.#range(l, m, k)
    const [low, high] = this.#range(a, b, k)
    if (highOfBelow <= low) this.#raise(l, m, a, b, k - 1)
    if (highOfBelow <= low || lowOfBelow > high) return
    const pivot = (Math.min(low, lowOfBelow) + Math.max(high, highOfBelow) + 1) >> 1
    const start = this.#top
    const middleOfBelow = this.#split(l, m, k, pivot)
    const startOfSet = this.#top
    const middle = this.#split(a, b, k, pivot)
    const end = this.#top
    this.#raise(start, middleOfBelow, startOfSet, middle, k)
    this.#raise(start, middleOfBelow, middle, end, k - 1)
    this.#raise(middleOfBelow, startOfSet, middle, end, k)
    this.#top = start
  }

  /** Raises the rank of the point at `at` above those of l … m that dominate it. */
  #compareTo(l: number, m: number, at: number, k: number): void {
    const stack = this.#stack
    const rank = this.#rank
    const levels = this.#levels
    const point = stack[at]!
    for (let i = l; i < m; i++) {
      const other = stack[i]!
      if (other > point) return
      if (rank[other]! < rank[point]!) continue
      let j = 1
      while (j <= k && levels[j]![other]! <= levels[j]![point]!) j++
      if (j > k) rank[point] = rank[other]! + 1
    }
  }

  #range(from: number, to: number, k: number): readonly [low: number, high: number] {
    const level = this.#levels[k]!
    const stack = this.#stack
    let low = level[stack[from]!]!
    let high = low
    for (let i = from + 1; i < to; i++) {
      const value = level[stack[i]!]!
      if (value < low) low = value
      else if (value > high) high = value
    }
    return [low, high]
  }

  /** Copies a set to the top of the stack, those below the pivot first; returns where the others begin. */
  #split(from: number, to: number, k: number, pivot: number): number {
    const start = this.#top
    const end = start + to - from
    if (end > this.#stack.length) {
      const larger = new Int32Array(2 * end)
      larger.set(this.#stack)
      this.#stack = larger
    }
    const level = this.#levels[k]!
    const stack = this.#stack
    let place = start
    for (let i = from; i < to; i++) if (level[stack[i]!]! < pivot) stack[place++] = stack[i]!
    const middle = place
    for (let i = from; i < to; i++) if (level[stack[i]!]! >= pivot) stack[place++] = stack[i]!
    this.#top = end
    return middle
  }

  /** Both over objectives 0 and 1: of a set among itself where l … m is empty, else by the points l … m. */
  #sweep(l: number, m: number, a: number, b: number): void {
    const stack = this.#stack
    const rank = this.#rank
    const level = this.#levels[1]!
    const isWithin = l === m
    this.#stairs = 0
    let below = l
    for (let i = a; i < b; i++) {
      const point = stack[i]!
      for (; below < m && stack[below]! < point; below++) this.#addStair(level[stack[below]!]!, rank[stack[below]!]!)
      const stair = this.#firstStairFrom(level[point]! + 1) - 1
      if (stair >= 0 && this.#stairRank[stair]! >= rank[point]!) rank[point] = this.#stairRank[stair]! + 1
      if (isWithin) this.#addStair(level[point]!, rank[point]!)
    }
  }

  #firstStairFrom(level: number): number {
    const stairs = this.#stairLevel
    let low = 0
    let high = this.#stairs
    while (low < high) {
      const middle = (low + high) >> 1
      if (stairs[middle]! < level) low = middle + 1
      else high = middle
    }
    return low
  }

  #addStair(level: number, rank: number): void {
    const levels = this.#stairLevel
    const ranks = this.#stairRank
    const at = this.#firstStairFrom(level)
    if (at > 0 && ranks[at - 1]! >= rank) return
    if (at < this.#stairs && levels[at] === level && ranks[at]! >= rank) return
    let end = at
    while (end < this.#stairs && ranks[end]! <= rank) end++
    if (end !== at + 1) {
      levels.copyWithin(at + 1, end, this.#stairs)
      ranks.copyWithin(at + 1, end, this.#stairs)
      this.#stairs += at + 1 - end
    }
    levels[at] = level
    ranks[at] = rank
  }
}
