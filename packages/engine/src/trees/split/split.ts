/** How a node is divided. */
export interface Split {
  /** Loss gained over leaving the node whole, the regularisation counted. */
  readonly gain: number
  readonly feature: number
  /** The last bin that goes left; −1 for a category, whose bins stand in `leftBins`. */
  readonly bin: number
  readonly leftBins: readonly number[] | null
  readonly missingLeft: boolean
  readonly leftGradient: number
  readonly leftHessian: number
}

/** What is known of a node before it is split. */
export interface NodeSums {
  readonly gradient: number
  readonly hessian: number
  /** Bounds of its value by monotone constraints above it. */
  readonly low: number
  readonly high: number
}

export interface SplitRules {
  readonly l1: number
  readonly l2: number
  readonly leastHessian: number
}

/** The score of a leaf with its best value: max(|G| − l1, 0)² / (H + l2). */
export function leafScore(gradient: number, hessian: number, { l1, l2 }: SplitRules): number {
  const excess = Math.max(Math.abs(gradient) - l1, 0)
  return (excess * excess) / (hessian + l2)
}

/** The best value of a leaf, before the learning rate. */
export function leafValue(gradient: number, hessian: number, { l1, l2 }: SplitRules): number {
  const excess = Math.max(Math.abs(gradient) - l1, 0)
  return excess === 0 ? 0 : (-Math.sign(gradient) * excess) / (hessian + l2)
}

/** The score of a leaf that has to take this value; `leafScore` is the same at the best one. */
export function scoreAt(value: number, gradient: number, hessian: number, { l1, l2 }: SplitRules): number {
  return -(2 * gradient * value + (hessian + l2) * value * value + 2 * l1 * Math.abs(value))
}
