'use client'

import { useSearchParams } from 'next/navigation'
import { useCallback, useMemo } from 'react'
import { readState, type ShopState, writeState } from './shop-state.ts'

/** The state that stands in the address. A change is a step that the browser can go back by; a dialog is one too. */
export function useShopState(): readonly [ShopState, (changes: Partial<ShopState>) => void] {
  const query = useSearchParams().toString()
  const state = useMemo(() => readState(new URLSearchParams(query)), [query])
  const change = useCallback((changes: Partial<ShopState>) => {
    // of the address, not of the last drawing: two changes may come before it
    const next = writeState({ ...readState(new URLSearchParams(location.search)), ...changes })
    history.pushState(null, '', next === '' ? location.pathname : `?${next}`)
  }, [])
  return [state, change]
}
