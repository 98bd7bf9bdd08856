/** What a version answered in this process. */
export interface Answered {
  readonly name: string
  /** `other` with version 0 is all beyond those that are told apart: no model has such a version. */
  readonly version: string
  requests: number
  rows: number
  /** Rows that were refused. */
  errors: number
  seconds: number
}

/** Versions of a workspace that are told apart, so that nobody fills the metrics with names; what others have leaves it its own. */
const MOST_TOLD_APART = 100

/** Counts what was answered, for the metrics. */
export class AnsweredCounts {
  readonly #workspaces = new Map<string, Map<string, Answered>>()

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
    return [...(this.#workspaces.get(workspaceId)?.values() ?? [])]
  }

  #of(workspaceId: string, name: string, version: string): Answered {
    let counts = this.#workspaces.get(workspaceId)
    if (!counts) this.#workspaces.set(workspaceId, (counts = new Map()))
    const known = counts.get(`${name} ${version}`)
    if (known) return known
    const [told, of] = counts.size < MOST_TOLD_APART ? [name, version] : ['other', '0']
    const key = `${told} ${of}`
    const made = counts.get(key) ?? { name: told, version: of, requests: 0, rows: 0, errors: 0, seconds: 0 }
    counts.set(key, made)
    return made
  }
}
