'use client'

import { useQueryClient } from '@tanstack/react-query'
import type { ApiKey, CreatedKey } from '@zerosec/contract'
import { useState } from 'react'
import { problemOf } from '../api/problem.ts'
import { Button, LinkButton } from '../controls/button.tsx'
import { Icon } from '../controls/icon.tsx'
import { Notice } from '../controls/notice.tsx'
import { KeyForm } from './key-form.tsx'
import { KeyRow } from './key-row.tsx'
import { NewKey } from './new-key.tsx'
import { sessionText } from './sign-in-page.tsx'
import { useKeys } from './use-keys.ts'
import { useSession } from './use-session.ts'

/** The keys of the workspace: made, shown once, revoked. */
export function KeysPage() {
  const queries = useQueryClient()
  const session = useSession()
  const keys = useKeys()
  const [creating, setCreating] = useState(false)
  const [created, setCreated] = useState<CreatedKey | null>(null)
  const changed = () => queries.invalidateQueries({ queryKey: ['keys'] })
  const now = new Date(keys.dataUpdatedAt)

  return (
    <section aria-labelledby="keys" className="pt-8 sm:pt-12">
      <div className="flex flex-wrap items-center justify-between gap-4">
        <h1 id="keys" className="text-2xl">
          Keys
        </h1>
        {!creating && keys.isSuccess && (
          <Button onClick={() => setCreating(true)}>
            <Icon name="plus" /> New key
          </Button>
        )}
      </div>
      <p className="mt-2 max-w-prose text-sm text-ink-soft">
        Programs show a key with each call. {session.data && sessionText(session.data)}
      </p>
      {keys.error && (
        <div className="mt-4">
          <Notice level="serious" alert>
            {problemOf(keys.error).message}
          </Notice>
        </div>
      )}
      {created && <NewKey created={created} onDone={() => setCreated(null)} />}
      {creating && (
        <KeyForm
          onCreated={(key) => {
            setCreated(key)
            setCreating(false)
            void changed()
          }}
          onCancel={() => setCreating(false)}
        />
      )}
      {keys.data && !(creating && keys.data.length === 0) && <KeyList keys={keys.data} now={now} onRevoked={changed} />}
      <div className="mt-4 flex flex-wrap gap-3">
        <LinkButton look="quiet" href="/sign-in/">
          Your session
        </LinkButton>
        <LinkButton look="quiet" href="/audit/">
          Who did what
        </LinkButton>
      </div>
    </section>
  )
}

function KeyList(props: { keys: readonly ApiKey[]; now: Date; onRevoked: () => Promise<void> }) {
  if (props.keys.length === 0) {
    return (
      <p className="mt-5 rounded-lg border border-dashed border-line-strong px-6 py-12 text-center text-sm text-ink-soft">
        No keys yet. A program that is to submit jobs needs one.
      </p>
    )
  }
  return (
    <ul className="mt-5 divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
      {props.keys.map((key) => (
        <KeyRow key={key.key_id} apiKey={key} now={props.now} onRevoked={props.onRevoked} />
      ))}
    </ul>
  )
}
