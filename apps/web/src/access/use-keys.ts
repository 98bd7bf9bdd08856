'use client'

import { useQuery } from '@tanstack/react-query'
import { api } from '../api/client.ts'

/** The keys of the workspace, which an administrator may see. */
export function useKeys({ enabled = true } = {}) {
  return useQuery({ enabled, queryKey: ['keys'], queryFn: ({ signal }) => api.access.keys({ signal }) })
}
