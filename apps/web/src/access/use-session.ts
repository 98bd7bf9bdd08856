'use client'

import { useQuery } from '@tanstack/react-query'
import { ApiError } from '@zerosec/client'
import { api } from '../api/client.ts'

/** Who is signed in; null: nobody. */
export function useSession({ enabled = true } = {}) {
  return useQuery({
    enabled,
    queryKey: ['session'],
    queryFn: ({ signal }) =>
      api.access.session({ signal }).catch((error: unknown) => {
        if (error instanceof ApiError && error.status === 401) return null
        throw error
      }),
  })
}
