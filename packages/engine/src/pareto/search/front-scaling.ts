import { factorQr, multiplyByQTransposed, upperFactor } from '../../linalg/householder-qr.ts'
import { solveUpper } from '../../linalg/triangular.ts'

/** Weight of the other objectives where the extreme point of one is looked for. */
const OTHERS = 1e-6
/** Ranges of less than this are none. */
const FLAT = 1e-6

/**
 * Ideal point and ranges by which a generation is made comparable between objectives, kept from one generation to the next: the
 * intercepts of the plane through the extreme points, or, where these lie in no such plane, the worst losses of the front.
 *
 * Source: Deb & Jain, IEEE Trans. Evol. Comput. 18 (2014) 577–601, section IV-C; the fallbacks: Blank, Deb & Roy, EMO 2019, 375–386.
 */
export class FrontScaling {
  readonly ideal: Float64Array
  readonly range: Float64Array
  readonly #objectives: number
  readonly #worst: Float64Array
  #extremes: readonly Float64Array[] = []

  constructor(objectives: number) {
    this.#objectives = objectives
    this.ideal = new Float64Array(objectives).fill(Infinity)
    this.#worst = new Float64Array(objectives).fill(-Infinity)
    this.range = new Float64Array(objectives).fill(1)
  }

  /** @param rows  allowed rows; @param front  those of them that none dominates */
  update(losses: Float64Array, rows: readonly number[], front: readonly number[]): void {
    const m = this.#objectives
    const pointOf = (row: number) => losses.subarray(row * m, row * m + m)
    for (const row of rows) {
      for (const [k, loss] of pointOf(row).entries()) {
        this.ideal[k] = Math.min(this.ideal[k]!, loss)
        this.#worst[k] = Math.max(this.#worst[k]!, loss)
      }
    }
    const candidates = [...this.#extremes, ...front.map((row) => pointOf(row).slice())]
    this.#extremes = Array.from({ length: m }, (_, k) => this.#extremeOf(candidates, k))
    const ofFront = worstOf(front.map(pointOf), m)
    const ofRows = worstOf(rows.map(pointOf), m)
    const intercepts = this.#intercepts()
    for (let k = 0; k < m; k++) {
      const nadir = intercepts ? this.ideal[k]! + intercepts[k]! : ofFront[k]!
      const range = nadir - this.ideal[k]!
      this.range[k] = range > FLAT ? range : Math.max(FLAT, ofRows[k]! - this.ideal[k]!)
    }
  }

  /** Of the least loss in all objectives but k, the first of equals. */
  #extremeOf(points: readonly Float64Array[], k: number): Float64Array {
    let best = points[0]!
    let least = Infinity
    for (const point of points) {
      let scalar = -Infinity
      for (let j = 0; j < point.length; j++) {
        const above = point[j]! - this.ideal[j]!
        scalar = Math.max(scalar, (above < 1e-3 * FLAT ? 0 : above) * (j === k ? 1 : 1 / OTHERS))
      }
      if (scalar >= least) continue
      least = scalar
      best = point
    }
    return best
  }

  /** Where the plane through the extreme points meets the axes, from the ideal point on; null where there is none that makes sense. */
  #intercepts(): Float64Array | null {
    const m = this.#objectives
    const columns = new Float64Array(m * m)
    for (let k = 0; k < m; k++) {
      for (let i = 0; i < m; i++) columns[k * m + i] = this.#extremes[i]![k]! - this.ideal[k]!
    }
    const qr = factorQr(columns, m, m, 1e-10)
    if (qr.rank < m) return null
    const plane = new Float64Array(m).fill(1)
    multiplyByQTransposed(plane, qr)
    solveUpper(upperFactor(qr), plane, m)
    const intercepts = plane.map((part) => 1 / part)
    const isSound = intercepts.every((part, k) => part > FLAT && part <= this.#worst[k]! - this.ideal[k]! + FLAT)
    return isSound ? intercepts : null
  }
}

function worstOf(points: readonly Float64Array[], m: number): Float64Array {
  const worst = new Float64Array(m).fill(-Infinity)
  for (const point of points) for (let k = 0; k < m; k++) worst[k] = Math.max(worst[k]!, point[k]!)
  return worst
}
