'use client'

import { useQueryClient } from '@tanstack/react-query'
import type { Session } from '@zerosec/contract'
import { type SyntheticEvent, useState } from 'react'
import { api } from '../api/client.ts'
import { Button, LinkButton } from '../controls/button.tsx'
import { Notice } from '../controls/notice.tsx'
import { useSession } from './use-session.ts'
import { useSignIn } from './use-sign-in.ts'

/** For who comes without a session: by the link that is printed at start, or with a key. */
export function SignInPage() {
  const { signIn, problem, busy, byLink } = useSignIn()
  const session = useSession({ enabled: byLink === false })
  const isAsked = session.data === null || (byLink === true && problem !== null)
  return (
    <section aria-labelledby="sign-in" className="mx-auto max-w-xl pt-12 sm:pt-20">
      <h1 id="sign-in" className="text-2xl">
        {session.data ? 'You are signed in' : 'Sign in'}
      </h1>
      {session.data && <SignedIn session={session.data} />}
      {byLink === true && problem === null && <p className="mt-3 text-ink-soft">By the link that you opened …</p>}
      {isAsked && <SignInForm onSignIn={signIn} problem={problem} busy={busy} />}
    </section>
  )
}

function SignInForm(props: { onSignIn: (token: string) => void; problem: string | null; busy: boolean }) {
  const [token, setToken] = useState('')
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault()
    // a whole link may be pasted too
    props.onSignIn(token.trim().replace(/^.*#token=/, ''))
  }
  return (
    <>
      <p className="mt-3 text-ink-soft">
        <code className="font-mono text-sm">zerosec start</code> prints a link that signs you in by one click. Run{' '}
        <code className="font-mono text-sm">zerosec sign-in</code> on that machine for a new one, or paste a link, a key
        or a token here.
      </p>
      <form onSubmit={submit} className="mt-6 rounded-lg border border-line bg-surface p-5 sm:p-6">
        <label className="block">
          <span className="font-medium">Link, key or token</span>
          <input
            type="password"
            autoComplete="off"
            spellCheck={false}
            required
            value={token}
            aria-invalid={props.problem !== null}
            aria-describedby="sign-in-problem"
            onChange={(event) => setToken(event.target.value)}
            className="field mt-1.5 font-mono"
          />
        </label>
        <div id="sign-in-problem" aria-live="polite" className="mt-3 empty:mt-0">
          {props.problem && <Notice level="serious">{props.problem}</Notice>}
        </div>
        <Button type="submit" look="primary" disabled={props.busy || token.trim() === ''} className="mt-5">
          {props.busy ? 'Signing in …' : 'Sign in'}
        </Button>
      </form>
    </>
  )
}

function SignedIn({ session }: { session: Session }) {
  const queries = useQueryClient()
  const signOut = async (): Promise<void> => {
    await api.access.signOut()
    queries.clear()
    location.reload()
  }
  return (
    <>
      <p className="mt-3 text-ink-soft">{sessionText(session)}</p>
      <div className="mt-6 flex gap-3">
        <LinkButton look="primary" href="/">
          New analysis
        </LinkButton>
        {session.authentication === 'on' && <Button onClick={signOut}>Sign out</Button>}
      </div>
    </>
  )
}

const MAY = { read: 'read', submit: 'read and submit', admin: 'read, submit and manage keys' } as const

export function sessionText({
  authentication,
  actor,
  workspace_id: workspace,
  scope,
  expires_at: end,
}: Session): string {
  if (authentication === 'off')
    return 'This platform was started without sign-in: everyone on this machine may do everything.'
  const who = actor === 'start-link' ? 'By the link of this machine' : `As ${actor}`
  const until = end === null ? '' : `, until ${new Date(end).toLocaleString()}`
  return `${who} you may ${MAY[scope]} in the workspace ${workspace}${until}.`
}
