'use client'

import { useCallback, useRef, useState } from 'react'
import { api } from '../api/client.ts'
import { type Problem, problemOf } from '../api/problem.ts'
import { uploadWithProgress } from '../api/upload-progress.ts'
import { useWorkbench } from '../workbench/workbench.tsx'

export type UploadState =
  | { readonly step: 'idle' }
  | { readonly step: 'sending'; readonly name: string; readonly bytes: number; readonly fraction: number }
  | { readonly step: 'reading'; readonly name: string }
  | { readonly step: 'failed'; readonly name: string; readonly problem: Problem }

/** Takes a file to the server and has it read; the table then lies on the workbench. */
export function useUpload() {
  const [state, setState] = useState<UploadState>({ step: 'idle' })
  const { setTable } = useWorkbench()
  const running = useRef<AbortController>(null)

  const upload = useCallback(
    async (file: File) => {
      running.current?.abort()
      const control = new AbortController()
      running.current = control
      const { name, size: bytes } = file
      try {
        setState({ step: 'sending', name, bytes, fraction: 0 })
        const sent = (fraction: number) => {
          if (!control.signal.aborted) setState({ step: 'sending', name, bytes, fraction })
        }
        const uploaded = await uploadWithProgress(file, sent, control.signal)
        setState({ step: 'reading', name })
        const profile = await api.inspect(uploaded, { signal: control.signal })
        setTable({ file: uploaded, submitted: false, profile })
        setState({ step: 'idle' })
      } catch (error) {
        if (!control.signal.aborted) setState({ step: 'failed', name, problem: problemOf(error) })
      }
    },
    [setTable],
  )

  const stop = useCallback(() => {
    running.current?.abort()
    setState({ step: 'idle' })
  }, [])

  return { state, upload, stop }
}
