import type { PlotProblem } from './plot-design.ts'

/** Where the settings of new runs come from, if from given rows: candidates and covariate rows, and which run uses which. */
export class RunSources {
  readonly repeats: boolean
  /** Whether each factor is hard to change. */
  readonly isHard: readonly boolean[]
  /** Candidates that can be in one plot: those with the same hard-to-change settings. */
  readonly candidateGroups: readonly (readonly number[])[]
  /** The factors that a candidate sets, and those that a covariate row sets. */
  readonly candidateFactors: readonly number[]
  readonly covariateFactors: readonly number[]
  readonly covariateCount: number
  readonly #candidates: Float64Array
  readonly #covariates: Float64Array
  readonly #k: number
  /** The group of each candidate. */
  readonly #groupOf: Uint32Array
  readonly #candidateOf: Int32Array
  readonly #covariateOf: Int32Array
  readonly #uses: Int32Array
  readonly #covariateUses: Int32Array

  constructor({ problem, n, k }: PlotProblem) {
    const { factors, candidates, covariateRows, wholePlots } = problem
    const hard = new Set(wholePlots?.factors)
    this.#k = k
    this.#candidates = candidates?.runs ?? new Float64Array(0)
    this.#covariates = covariateRows ?? new Float64Array(0)
    this.repeats = candidates?.repeats ?? true
    this.isHard = factors.map(({ name }) => hard.has(name))
    this.covariateFactors = factors.flatMap(({ kind }, j) => (kind === 'covariate' && covariateRows ? [j] : []))
    this.candidateFactors = factors.flatMap(({ kind }, j) =>
      kind === 'block' || this.covariateFactors.includes(j) ? [] : [j],
    )
    this.covariateCount = this.#covariates.length / k
    if (covariateRows && this.covariateCount < n) {
      throw new RangeError(`${n} runs need as many covariate rows, got ${this.covariateCount}`)
    }
    this.candidateGroups = groupsOfEqual(this.#candidates, k, this.isHard)
    this.#groupOf = new Uint32Array(this.#candidates.length / k)
    this.candidateGroups.forEach((group, g) => {
      for (const c of group) this.#groupOf[c] = g
    })
    this.#candidateOf = new Int32Array(n).fill(-1)
    this.#covariateOf = new Int32Array(n).fill(-1)
    this.#uses = new Int32Array(this.#candidates.length / k)
    this.#covariateUses = new Int32Array(this.covariateCount)
  }

  clear(): void {
    this.#candidateOf.fill(-1)
    this.#covariateOf.fill(-1)
    this.#uses.fill(0)
    this.#covariateUses.fill(0)
  }

  /** Whether a run may take candidate c. */
  isFree(c: number): boolean {
    return this.repeats || this.#uses[c] === 0
  }

  isCovariateFree(row: number): boolean {
    return this.#covariateUses[row] === 0
  }

  candidateOf(i: number): number {
    return this.#candidateOf[i]!
  }

  /** The candidates that run i could take while its plot keeps its hard-to-change settings. */
  groupOf(i: number): readonly number[] {
    return this.candidateGroups[this.#groupOf[this.#candidateOf[i]!]!]!
  }

  /** Writes the settings of candidate c to run i of `runs`. */
  writeCandidate(runs: Float64Array, i: number, c: number): void {
    for (const j of this.candidateFactors) runs[i * this.#k + j] = this.#candidates[c * this.#k + j]!
  }

  writeCovariates(runs: Float64Array, i: number, row: number): void {
    for (const j of this.covariateFactors) runs[i * this.#k + j] = this.#covariates[row * this.#k + j]!
  }

  useCandidate(runs: Float64Array, i: number, c: number): void {
    const before = this.#candidateOf[i]!
    if (before >= 0) this.#uses[before]!--
    this.#candidateOf[i] = c
    this.#uses[c]!++
    this.writeCandidate(runs, i, c)
  }

  useCovariates(runs: Float64Array, i: number, row: number): void {
    const before = this.#covariateOf[i]!
    if (before >= 0) this.#covariateUses[before]!--
    this.#covariateOf[i] = row
    this.#covariateUses[row]!++
    this.writeCovariates(runs, i, row)
  }

  swapCandidates(i: number, j: number): void {
    swap(this.#candidateOf, i, j)
  }

  swapCovariates(i: number, j: number): void {
    swap(this.#covariateOf, i, j)
  }

  /** Lets runs i and j of `runs` exchange their covariate rows. */
  exchangeCovariates(runs: Float64Array, i: number, j: number): void {
    this.swapCovariates(i, j)
    this.writeCovariates(runs, i, this.#covariateOf[i]!)
    this.writeCovariates(runs, j, this.#covariateOf[j]!)
  }

  /** What each run uses, to be given to `restore`. */
  saved(): readonly Int32Array[] {
    return [this.#candidateOf, this.#covariateOf, this.#uses, this.#covariateUses].map((values) => values.slice())
  }

  restore(saved: readonly Int32Array[]): void {
    const own = [this.#candidateOf, this.#covariateOf, this.#uses, this.#covariateUses]
    own.forEach((values, index) => values.set(saved[index]!))
  }
}

function swap(values: Int32Array, i: number, j: number): void {
  const value = values[i]!
  values[i] = values[j]!
  values[j] = value
}

/** Row numbers by equal entries of the factors that count; in order of first appearance. */
function groupsOfEqual(rows: Float64Array, k: number, counts: readonly boolean[]): number[][] {
  const groups = new Map<string, number[]>()
  for (let i = 0; i < rows.length / k; i++) {
    const key = counts.flatMap((does, j) => (does ? [rows[i * k + j]!] : [])).join(' ')
    const group = groups.get(key)
    if (group) group.push(i)
    else groups.set(key, [i])
  }
  return [...groups.values()]
}
