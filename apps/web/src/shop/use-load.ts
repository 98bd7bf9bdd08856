'use client'

import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { UploadedFile } from '@zerosec/client'
import type { CommerceLoad } from '@zerosec/contract'
import { useDeferredValue, useState } from 'react'
import { api } from '../api/client.ts'
import { problemOf } from '../api/problem.ts'
import { uploadWithProgress } from '../api/upload-progress.ts'
import { followLoad, LoadFailure } from './follow-load.ts'

/** What is under way, and how far it is. */
export interface Underway {
  readonly fraction: number | null
  readonly words: string
}

/** From files on this computer to a snapshot: they are sent, their mapping is looked at, then they are loaded. */
export function useLoad() {
  const client = useQueryClient()
  const [underway, setUnderway] = useState<Underway | null>(null)
  const [sent, setSent] = useState<readonly UploadedFile[]>([])
  const [mapping, setMapping] = useState('')
  const send = useMutation({
    mutationFn: async (files: readonly File[]) => {
      const uploaded = await sendAll(files, setUnderway)
      setUnderway({ fraction: null, words: 'Reading headers' })
      const proposed = await api.commerce.proposeMapping(uploaded)
      setSent(uploaded)
      setMapping(proposed.mapping)
      return proposed
    },
    onSettled: () => setUnderway(null),
  })
  const load = useMutation<CommerceLoad, Error, boolean>({
    mutationFn: async (fresh) =>
      followLoad(await api.commerce.load(sent, { mapping, fresh }), ({ fraction, words }) =>
        setUnderway({ fraction, words }),
      ),
    onSettled: () => setUnderway(null),
    onSuccess: () => client.invalidateQueries({ queryKey: ['shop'] }),
  })
  return { underway, sent, mapping, setMapping, send, load }
}

async function sendAll(files: readonly File[], onProgress: (underway: Underway) => void): Promise<UploadedFile[]> {
  const total = files.reduce((sum, { size }) => sum + size, 0) || 1
  const control = new AbortController()
  const uploaded: UploadedFile[] = []
  let before = 0
  for (const file of files) {
    const words = `Sending ${file.name}`
    const tell = (done: number) => onProgress({ fraction: (before + done * file.size) / total, words })
    tell(0)
    uploaded.push(await uploadWithProgress(file, tell, control.signal))
    before += file.size
  }
  return uploaded
}

/** What the service would make of the files by a mapping, while it is written. */
export function useMappingCheck(files: readonly UploadedFile[], mapping: string) {
  const written = useDeferredValue(mapping)
  return useQuery({
    queryKey: ['load', 'check', files.map(({ key }) => key), written],
    enabled: files.length > 0 && written !== '',
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      await new Promise((resolve) => setTimeout(resolve, TYPING_MS))
      signal.throwIfAborted()
      return api.commerce.checkMapping(files, written, { signal })
    },
  })
}
/** So long nothing is asked for after a key. */
const TYPING_MS = 350

export function usePresets() {
  return useQuery({
    queryKey: ['load', 'presets'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => api.commerce.presets({ signal }),
  })
}

/** In the words of whoever knows what went wrong. */
export function loadProblem(error: Error): string {
  return error instanceof LoadFailure ? error.message : problemOf(error).message
}
