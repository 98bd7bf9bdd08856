/** One measured question: our time beside the peer's on the same data in the same run, and the ratio that we promise. */
export interface BenchRow {
  readonly question: string
  readonly oursMs: number
  readonly peer: string
  /** Null where the peer is not installed: `npm run bench` says how to get it. */
  readonly peerMs: number | null
  /** Promised upper bound: either a ratio ours / peer, or milliseconds. */
  readonly limit: { readonly ratio: number } | { readonly ms: number }
  readonly note?: string
  /** What ours, the peer's and the limit's figures are of, where it is not milliseconds. */
  readonly unit?: 'MB'
}

/** Each file of this folder that measures exports one as its default; `npm run bench -- NAME…` runs `bench/NAME.ts`. */
export type Bench = () => Promise<readonly BenchRow[]>
