/** Numbers of histograms that are free or in use; no more are ever in use than leaves are open, and one. */
export class HistogramSlots {
  readonly #free: number[] = []
  #used = 0

  take(): number {
    return this.#free.pop() ?? this.#used++
  }

  give(slot: number): void {
    this.#free.push(slot)
  }
}

/** How many are needed at once. */
export function slotsNeeded(rows: number, maxLeaves: number, maxDepth: number, isDepthWise: boolean): number {
  const leaves = Math.min(maxLeaves, rows, 2 ** Math.min(maxDepth, 30))
  const isDeepFirst = isDepthWise && maxLeaves === Number.POSITIVE_INFINITY
  return (isDeepFirst ? Math.min(leaves, Math.min(maxDepth, rows)) : leaves) + 2
}

/** Nodes of the largest tree. */
export function mostNodes(rows: number, maxLeaves: number, maxDepth: number): number {
  return 2 * Math.min(maxLeaves, rows, 2 ** Math.min(maxDepth, 30)) + 1
}
