'use client'

import { useQuery } from '@tanstack/react-query'
import type { Artifact } from '@zerosec/contract'
import type { Report } from '@zerosec/report'
import { useMemo } from 'react'
import { api } from '../api/client.ts'
import { problemOf } from '../api/problem.ts'
import { Notice } from '../controls/notice.tsx'
import { tableOfCsv } from './explorer-table.ts'
import { objectiveNames, roleInFront } from './objective-names.ts'
import { TableExplorer } from './table-explorer.tsx'

interface FrontSectionProps {
  readonly report: Report
  readonly jobId: string
  readonly front: Artifact
}

/** The front of a trade-off, to brush in. */
export function FrontSection({ report, jobId, front }: FrontSectionProps) {
  const file = useQuery({
    queryKey: ['file', front.file_key],
    queryFn: async () => {
      const { url } = await api.downloadUrl(jobId, front.file_key)
      const reply = await fetch(url)
      if (!reply.ok) throw new Error(`the front could not be loaded: status ${reply.status}`)
      return await reply.text()
    },
  })
  const table = useMemo(() => {
    if (file.data === undefined) return null
    return tableOfCsv(file.data, roleInFront(objectiveNames(report)))
  }, [file.data, report])
  return (
    <section id="explore" aria-labelledby="explore-title">
      <h2 id="explore-title" className="text-xl">
        Explore the front
      </h2>
      <p className="mt-1.5 max-w-prose text-ink-soft">
        Each row is a compromise that no other beats. Narrow what you can accept, and see what is left to choose from.
      </p>
      <div className="mt-5">
        {file.error && <Notice level="serious">{problemOf(file.error).message}</Notice>}
        {table && <TableExplorer table={table} fileName="chosen_rows.csv" />}
      </div>
    </section>
  )
}
