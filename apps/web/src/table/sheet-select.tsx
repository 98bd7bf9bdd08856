'use client'

import { useState } from 'react'
import { api } from '../api/client.ts'
import { type Problem, problemOf } from '../api/problem.ts'
import { Notice } from '../controls/notice.tsx'
import { useWorkbench } from '../workbench/workbench.tsx'

/** For a workbook with several sheets: reads another one. */
export function SheetSelect() {
  const { table, setTable } = useWorkbench()
  const [reading, setReading] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const sheets = table?.profile.source.sheets ?? []
  if (!table || sheets.length < 2) return null

  const read = async (sheet: string) => {
    setReading(true)
    setProblem(null)
    try {
      const profile = await api.inspect(table.file, { sheet })
      setTable({ ...table, profile, sheet })
    } catch (error) {
      setProblem(problemOf(error))
    }
    setReading(false)
  }

  return (
    <div className="max-w-xs space-y-2">
      <label className="block">
        <span className="label">Sheet</span>
        <select
          className="field mt-1"
          value={table.profile.source.sheet}
          disabled={reading}
          onChange={(event) => read(event.target.value)}
        >
          {sheets.map((sheet) => (
            <option key={sheet}>{sheet}</option>
          ))}
        </select>
      </label>
      {problem && (
        <Notice level="serious" alert>
          {problem.message}
        </Notice>
      )}
    </div>
  )
}
