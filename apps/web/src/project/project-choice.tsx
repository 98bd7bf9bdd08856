'use client'

import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react'

/** Where the next jobs go; without a round it follows from their file. */
export interface ProjectChoice {
  readonly projectId: string
  readonly round?: number
}

interface Chosen {
  readonly choice: ProjectChoice | null
  readonly choose: (choice: ProjectChoice | null) => void
}

const ChoiceContext = createContext<Chosen | null>(null)
const KEY = 'zerosec.project'

/** Keeps the chosen project while the user moves between pages and reloads them, in this tab only. */
export function ProjectChoiceProvider({ children }: { children: ReactNode }) {
  const [choice, setChoice] = useState<ProjectChoice | null>(null)
  // after the first drawing: the exported page was drawn without a session
  useEffect(() => setChoice(readChoice(session()?.getItem(KEY) ?? null)), [])
  const chosen = useMemo(
    () => ({
      choice,
      choose: (next: ProjectChoice | null) => {
        if (next) session()?.setItem(KEY, JSON.stringify(next))
        else session()?.removeItem(KEY)
        setChoice(next)
      },
    }),
    [choice],
  )
  return <ChoiceContext value={chosen}>{children}</ChoiceContext>
}

export function useProjectChoice(): Chosen {
  const chosen = use(ChoiceContext)
  if (!chosen) throw new Error('useProjectChoice needs a ProjectChoiceProvider above it')
  return chosen
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
