import { setTimeout as sleep } from 'node:timers/promises'

const PATIENCE_MS = 2000
const SHARED_MS = 1000

/** What the platform needs to take work, each with the reason why it can't be used, or null. */
export interface Readiness {
  readonly ready: boolean
  readonly dependencies: readonly DependencyState[]
}

export interface DependencyState {
  readonly name: string
  readonly problem: string | null
}

export interface Dependency {
  readonly name: string
  /** Resolves with what is wrong, in words that may be shown to anyone, or null. */
  readonly check: () => Promise<string | null>
}

/** `readinessOf`, looked at once for all who ask within a second: asking costs whoever is asked nothing more. */
export function sharedReadiness(dependencies: readonly Dependency[]): () => Promise<Readiness> {
  let last: { readonly readiness: Promise<Readiness>; readonly since: number } | undefined
  return () => {
    const now = performance.now()
    if (!last || now - last.since > SHARED_MS) last = { readiness: readinessOf(dependencies), since: now }
    return last.readiness
  }
}

/** Asks each, all at once and for 2 s at most. */
export async function readinessOf(dependencies: readonly Dependency[]): Promise<Readiness> {
  const states = await Promise.all(dependencies.map(stateOf))
  return { ready: states.every(({ problem }) => problem === null), dependencies: states }
}

async function stateOf({ name, check }: Dependency): Promise<DependencyState> {
  const late = sleep(PATIENCE_MS, 'it does not answer', { ref: false })
  // an error's text may name hosts and folders: those are for the log
  const problem = await Promise.race([check().catch(() => 'it fails'), late])
  return { name, problem }
}
