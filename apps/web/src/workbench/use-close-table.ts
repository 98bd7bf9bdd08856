'use client'

import { useRouter } from 'next/navigation'
import { useWorkbench } from './workbench.tsx'

/** Clears the workbench and goes to the start. */
export function useCloseTable(): () => void {
  const { setTable } = useWorkbench()
  const router = useRouter()
  return () => {
    setTable(null)
    router.push('/')
  }
}
