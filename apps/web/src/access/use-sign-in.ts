'use client'

import { useEffect, useRef, useState } from 'react'
import { api } from '../api/client.ts'
import { problemOf } from '../api/problem.ts'
import { nextAddress, tokenOf } from './next-address.ts'

/** Signs in with what is given, or with the token of the link that was clicked, and goes on to where someone wanted to. */
export function useSignIn() {
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  /** null: it is not known yet whether a link was clicked. */
  const [byLink, setByLink] = useState<boolean | null>(null)
  const looked = useRef(false)
  const signIn = async (token: string): Promise<void> => {
    setBusy(true)
    setProblem(null)
    try {
      await api.access.signIn(token)
      location.replace(nextAddress(location.search, location.origin))
    } catch (error) {
      setProblem(problemOf(error).message)
      setBusy(false)
    }
  }

  useEffect(() => {
    if (looked.current) return
    looked.current = true // a link opens one session only
    const token = tokenOf(location.hash)
    setByLink(token !== null)
    if (token === null) return
    history.replaceState(null, '', location.pathname + location.search)
    void signIn(token)
  })
  return { signIn, problem, busy, byLink }
}
