'use client'

import type { Artifact } from '@zerosec/contract'
import { useEffect, useState } from 'react'
import { api } from '../api/client.ts'
import { problemOf } from '../api/problem.ts'
import { type ModelPort, openModelWorker } from './model-port.ts'

export type Models =
  | { readonly kind: 'opening' }
  | { readonly kind: 'open'; readonly ports: readonly ModelPort[] }
  | { readonly kind: 'failed'; readonly message: string }

/** The models of a job, each in a worker of its own, which end with the component. Fetched once `wanted`. */
export function useModels(jobId: string, artifacts: readonly Artifact[], wanted: boolean): Models {
  const [models, setModels] = useState<Models>({ kind: 'opening' })
  const keys = artifacts.map(({ file_key }) => file_key).join('\n')
  useEffect(() => {
    if (!wanted) return
    const control = new AbortController()
    const { signal } = control
    const open: ModelPort[] = []
    const openOne = async (key: string): Promise<ModelPort> => {
      const port = await openModelWorker(await fileBytes(jobId, key, signal))
      if (signal.aborted) port.end()
      else open.push(port)
      return port
    }
    Promise.all(keys.split('\n').map(openOne))
      .then((ports) => !signal.aborted && setModels({ kind: 'open', ports }))
      .catch((error: unknown) => !signal.aborted && setModels({ kind: 'failed', message: wordsOf(error) }))
    return () => {
      control.abort()
      for (const port of open) port.end()
    }
  }, [jobId, keys, wanted])
  return models
}

async function fileBytes(jobId: string, key: string, signal: AbortSignal): Promise<Uint8Array> {
  const { url } = await api.downloadUrl(jobId, key, { signal })
  const reply = await fetch(url, { signal })
  if (!reply.ok) throw new Error(`The model could not be loaded (status ${reply.status}). Reload the page.`)
  return new Uint8Array(await reply.arrayBuffer())
}

function wordsOf(error: unknown): string {
  return error instanceof Error && error.constructor === Error ? error.message : problemOf(error).message
}
