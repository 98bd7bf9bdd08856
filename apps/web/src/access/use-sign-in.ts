'use client'

import { useEffect, useRef, useState } from 'react'
import { api } from '../api/client.ts'
import { problemOf } from '../api/problem.ts'
import { nextAddress, tokenOf } from './next-address.ts'

/** Signs in with what is given, or with the token of the link that was clicked, and goes on to where someone wanted to. */
export function useSignIn() {
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const clicked = useRef(false)
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
    const token = tokenOf(location.hash)
    if (token === null || clicked.current) return
    clicked.current = true // a link opens one session only
    history.replaceState(null, '', location.pathname + location.search)
    void signIn(token)
  })
  return { signIn, problem, busy }
}
