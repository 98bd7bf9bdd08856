/** What a version answered in this process. */
export interface Answered {
  readonly workspaceId: string
  /** `other`: of all the models beyond those that are told apart. */
  readonly name: string
  readonly version: string
  requests: number
  rows: number
  /** Rows that were refused. */
  errors: number
  seconds: number
}

/** Versions that are told apart, so that nobody fills the metrics with names. */
const MOST_TOLD_APART = 100

/** Counts what was answered, for the metrics. */
export class AnsweredCounts {
  readonly #counts = new Map<string, Answered>()

  add(
    workspaceId: string,
    name: string,
    version: number,
    { rows, errors, ms }: { rows: number; errors: number; ms: number },
  ) {
    const known = this.#of(workspaceId, name, String(version))
    known.requests++
    known.rows += rows
    known.errors += errors
    known.seconds += ms / 1000
  }

  within(workspaceId: string): readonly Answered[] {
    return [...this.#counts.values()].filter((each) => each.workspaceId === workspaceId)
  }

  #of(workspaceId: string, name: string, version: string): Answered {
    const key = `${workspaceId} ${name} ${version}`
    const known = this.#counts.get(key)
    if (known) return known
    if (this.#counts.size >= MOST_TOLD_APART && name !== 'other') return this.#of(workspaceId, 'other', '0')
    const made: Answered = { workspaceId, name, version, requests: 0, rows: 0, errors: 0, seconds: 0 }
    this.#counts.set(key, made)
    return made
  }
}
