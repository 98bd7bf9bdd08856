'use client'

import type { ApiKey } from '@zerosec/contract'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { problemOf } from '../api/problem.ts'
import { Button } from '../controls/button.tsx'
import { formatTimeAgo } from '../numbers/time.ts'

/** A key in the list; revoking takes a second click, as it can't be undone. */
export function KeyRow({ apiKey, now, onRevoked }: { apiKey: ApiKey; now: Date; onRevoked: () => Promise<void> }) {
  const [asked, setAsked] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const state = stateOf(apiKey, now)
  const revoke = async (): Promise<void> => {
    try {
      await api.access.revokeKey(apiKey.key_id)
      await onRevoked()
    } catch (error) {
      setProblem(problemOf(error).message)
    }
  }
  return (
    <li className="grid items-center gap-x-6 gap-y-1 px-4 py-3.5 sm:grid-cols-[minmax(0,1fr)_auto]">
      <div className="min-w-0">
        <span className={`font-medium break-words ${state.isOver ? 'text-ink-faint line-through' : ''}`}>
          {apiKey.name}
        </span>
        <span className="ml-2 font-mono text-sm text-ink-faint">{apiKey.key_id}</span>
        <p className="text-sm text-ink-soft">
          {apiKey.scope} in {apiKey.workspace_id}, {state.text}, {usedText(apiKey, now)}
        </p>
        {problem && (
          <p role="alert" className="text-sm text-serious">
            {problem}
          </p>
        )}
      </div>
      {!state.isOver && !asked && (
        <Button
          onClick={() => setAsked(true)}
          aria-label={`Revoke ${apiKey.name}`}
          className="max-sm:mt-1 max-sm:justify-self-start"
        >
          Revoke
        </Button>
      )}
      {!state.isOver && asked && (
        <div className="flex gap-2">
          <Button look="primary" onClick={revoke}>
            Revoke it now
          </Button>
          <Button onClick={() => setAsked(false)}>Keep</Button>
        </div>
      )}
    </li>
  )
}

function stateOf({ revoked_at: revoked, expires_at: end }: ApiKey, now: Date): { isOver: boolean; text: string } {
  if (revoked !== null) return { isOver: true, text: `revoked ${formatTimeAgo(new Date(revoked), now)}` }
  if (end === null) return { isOver: false, text: 'until it is revoked' }
  const isOver = Date.parse(end) <= now.getTime()
  return { isOver, text: `${isOver ? 'expired' : 'valid until'} ${end.slice(0, 10)}` }
}

function usedText({ last_used_at: used }: ApiKey, now: Date): string {
  return used === null ? 'never used' : `last used ${formatTimeAgo(new Date(used), now)}`
}
