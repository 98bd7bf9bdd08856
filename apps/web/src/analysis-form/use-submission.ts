'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { type Problem, problemOf } from '../api/problem.ts'
import { useProjectChoice } from '../project/project-choice.ts'
import { useProjectsChanged } from '../project/use-projects.ts'
import { useWorkbench } from '../workbench/workbench.tsx'
import { SHEET } from './use-parameter-form.ts'

/** Submits a job on the open table and goes to its page. A refusal goes to its field, else it is returned. */
export function useSubmission({ refuse }: { refuse: (problem: Problem) => boolean }) {
  const { table, setTable } = useWorkbench()
  const { choice, choose } = useProjectChoice()
  const projectsChanged = useProjectsChanged()
  const router = useRouter()
  const [sending, setSending] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)

  const submit = async (jobType: string, formParameters: Record<string, unknown>) => {
    if (!table) return
    const parameters = table.sheet === undefined ? formParameters : { ...formParameters, [SHEET]: table.sheet }
    setSending(true)
    setProblem(null)
    try {
      const file = table.submitted ? { ...table.file, jobId: newJobId() } : table.file
      const { job_id } = await api.submit({ file, jobType, parameters, ...(choice ? { project: choice } : {}) })
      setTable({ ...table, submitted: true, request: { jobType, parameters } })
      if (choice) {
        choose({ projectId: choice.projectId }) // the next file decides for itself
        void projectsChanged()
      }
      router.push(`/job/?id=${job_id}`)
    } catch (error) {
      const refusal = problemOf(error)
      if (!refuse(refusal)) setProblem(refusal)
      setSending(false)
    }
  }
  return { submit, sending, problem }
}

/** A random UUID. `crypto.randomUUID` is missing where the page is served over plain HTTP to another machine. */
export function newJobId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
