'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { problemOf } from '../api/problem.ts'
import { Notice } from '../controls/notice.tsx'
import type { OpenTable } from '../workbench/workbench.tsx'
import { AnalysisPicker } from './analysis-picker.tsx'
import { ParameterForm } from './parameter-form.tsx'

/** What to ask of the table, and how. */
export function AnalysisSection({ table }: { table: OpenTable }) {
  const { data: analyses, error } = useQuery({ queryKey: ['analyses'], queryFn: () => api.analyses() })
  const [chosen, setChosen] = useState(table.request?.jobType)
  const analysis = analyses?.find(({ name }) => name === chosen) ?? analyses?.[0]
  const given = table.request?.jobType === analysis?.name ? table.request?.parameters : undefined
  const sheet = table.sheet ?? ''
  return (
    <section aria-labelledby="question" className="mt-12 space-y-8 border-t border-line pt-10">
      <h2 id="question" className="text-2xl">
        What do you want to know?
      </h2>
      {error && (
        <Notice level="serious" alert>
          {problemOf(error).message}
        </Notice>
      )}
      {analyses && analysis && (
        <>
          <AnalysisPicker analyses={analyses} chosen={analysis.name} onChoose={setChosen} />
          <ParameterForm
            key={`${analysis.name} ${table.file.key} ${sheet}`}
            analysis={analysis}
            profile={table.profile}
            given={given ?? {}}
          />
        </>
      )}
    </section>
  )
}
