'use client'

import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef, useSyncExternalStore } from 'react'
import { api } from '../api/client.ts'
import { problemOf } from '../api/problem.ts'
import { nextAddress, tokenOf } from './next-address.ts'

/** The token of the link that was clicked last; null: none was. It is taken out of the address as soon as it is read. */
let clicked: string | null = null
function clickedToken(): string | null {
  const token = tokenOf(location.hash)
  if (token === null) return clicked
  history.replaceState(null, '', location.pathname + location.search)
  return (clicked = token)
}

/** A link that is pasted into the address of this page changes no more than the hash: nothing is loaded anew. */
function onLink(look: () => void): () => void {
  addEventListener('hashchange', look)
  return () => removeEventListener('hashchange', look)
}

/** Signs in with what is given, or with the token of the link that was clicked, and goes on to where someone wanted to. */
export function useSignIn() {
  /** undefined: the page is not in a browser yet. */
  const token = useSyncExternalStore(onLink, clickedToken, () => undefined)
  const { mutate, error, isPending } = useMutation({
    mutationFn: (given: string) => api.access.signIn(given),
    onSuccess: () => location.replace(nextAddress(location.search, location.origin)),
  })
  const started = useRef<string>(undefined)
  useEffect(() => {
    if (typeof token !== 'string' || started.current === token) return
    started.current = token // a link opens one session only
    mutate(token)
  }, [token, mutate])
  return {
    signIn: (given: string) => mutate(given),
    problem: error ? problemOf(error).message : null,
    busy: isPending,
    /** null: it is not known yet whether a link was clicked. */
    byLink: token === undefined ? null : token !== null,
  }
}
