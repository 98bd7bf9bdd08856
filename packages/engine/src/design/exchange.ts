import type { Generator } from '../random/generator.ts'

/** A way to improve a design that is held in an ExchangeState. */
export interface Exchange {
  /** Makes a random design; false where it is singular. */
  start(generator: Generator): boolean
  /** Takes a design; false where it is singular. */
  startFrom(runs: Float64Array): boolean
  /**
   * Passes over all runs until a pass gains less than `tolerance` (of log det, or relative of a trace); false where that took
   * more than `sweeps`.
   */
  descend(sweeps: number, tolerance: number): boolean
  /** Descends until nothing improves, with every care; false where that took more than `sweeps` passes. */
  finish(sweeps: number): boolean
  /** Puts random runs in the place of `count` random ones. */
  disturb(generator: Generator, count: number): void
  /** Remembers the design, and goes back to it. */
  keep(): void
  restore(): void
}
