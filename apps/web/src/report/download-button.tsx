'use client'

import type { Artifact } from '@zerosec/contract'
import { type ReactNode, useState } from 'react'
import { api } from '../api/client.ts'
import { type Problem, problemOf } from '../api/problem.ts'
import { Button } from '../controls/button.tsx'

interface DownloadButtonProps {
  readonly jobId: string
  readonly artifact: Artifact
  readonly look?: 'primary' | 'plain' | 'quiet'
  readonly children: ReactNode
}

/** Asks for a signed URL when clicked, since URLs expire, and lets the browser download from it. */
export function DownloadButton({ jobId, artifact, look = 'plain', children }: DownloadButtonProps) {
  const [problem, setProblem] = useState<Problem | null>(null)
  const download = async () => {
    setProblem(null)
    try {
      const { url, file_name } = await api.downloadUrl(jobId, artifact.file_key)
      startDownload(url, file_name)
    } catch (error) {
      setProblem(problemOf(error))
    }
  }
  return (
    <span>
      <Button look={look} onClick={download}>
        {children}
      </Button>
      {problem && (
        <span role="alert" className="mt-1 block text-sm text-serious">
          {problem.message}
        </span>
      )}
    </span>
  )
}

export function startDownload(url: string, fileName: string): void {
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
}
