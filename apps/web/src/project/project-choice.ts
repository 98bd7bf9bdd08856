'use client'

import { useMemo, useSyncExternalStore } from 'react'

/** Where the next jobs go; without a round it follows from their file. */
export interface ProjectChoice {
  readonly projectId: string
  readonly round?: number
}

const KEY = 'zerosec.project'
const listeners = new Set<() => void>()
/** As it is stored; undefined before it was read. */
let current: string | null | undefined

/** The chosen project: kept while the user moves between pages and reloads them, in this tab only. */
export function useProjectChoice(): {
  readonly choice: ProjectChoice | null
  readonly choose: (choice: ProjectChoice | null) => void
} {
  // the exported page was drawn without a session
  const text = useSyncExternalStore(subscribe, stored, () => null)
  const choice = useMemo(() => readChoice(text), [text])
  return { choice, choose }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function stored(): string | null {
  current ??= session()?.getItem(KEY) ?? null
  return current
}

function choose(choice: ProjectChoice | null): void {
  current = choice && JSON.stringify(choice)
  if (current === null) session()?.removeItem(KEY)
  else session()?.setItem(KEY, current)
  for (const listener of listeners) listener()
}

/** Of what is stored, whoever stored it. */
export function readChoice(text: string | null): ProjectChoice | null {
  try {
    const stored: unknown = JSON.parse(text ?? 'null')
    if (typeof stored !== 'object' || stored === null || !('projectId' in stored)) return null
    const { projectId } = stored
    if (typeof projectId !== 'string') return null
    const round = 'round' in stored ? stored.round : undefined
    return { projectId, ...(typeof round === 'number' && Number.isInteger(round) && round > 0 ? { round } : {}) }
  } catch {
    return null
  }
}

/** Browsers that are told to store nothing throw at the mere mention. */
function session(): Storage | undefined {
  try {
    return globalThis.sessionStorage
  } catch {
    return undefined
  }
}
