'use client'

import { useEffect, useRef } from 'react'
import { shifted } from './range.ts'
import { COMPARISONS, type ShopState } from './shop-state.ts'
import type { ShopView } from './shop-view.ts'

/** After `g` a letter that comes later is one of its own. */
const SECOND_KEY_MS = 1500
const GRAIN_KEYS: Readonly<Record<string, ShopState['grain']>> = {
  d: 'day',
  w: 'week',
  m: 'month',
  a: 'auto',
}

export const SHORTCUTS = [
  { keys: ['['], does: 'earlier: the range before' },
  { keys: [']'], does: 'later: the range after' },
  { keys: ['c'], does: 'next comparison' },
  { keys: ['g', 'd'], does: 'by day' },
  { keys: ['g', 'w'], does: 'by week' },
  { keys: ['g', 'm'], does: 'by month' },
  { keys: ['g', 'a'], does: 'by what fits the range' },
  { keys: ['x'], does: 'remove all filters' },
  { keys: ['←', '→'], does: 'in a chart: walk its points' },
  { keys: ['Shift', '←', '→'], does: 'in a chart: mark points; Enter makes them the range' },
  { keys: ['?'], does: 'this list' },
] as const

/** Keys of the whole page; none while one types, or a dialog is open. */
export function useShopKeys(view: ShopView | undefined, onHelp: () => void): void {
  const current = useRef(view)
  const help = useRef(onHelp)
  useEffect(() => {
    current.current = view
    help.current = onHelp
  })
  useEffect(() => {
    let wantsGrainSince = Number.NEGATIVE_INFINITY
    const press = (event: KeyboardEvent) => {
      const view = current.current
      if (!view || isTyping(event)) return
      const { change, state, shop, range } = view
      const grain = event.timeStamp - wantsGrainSince < SECOND_KEY_MS ? GRAIN_KEYS[event.key] : undefined
      wantsGrainSince = event.key === 'g' ? event.timeStamp : Number.NEGATIVE_INFINITY
      if (grain !== undefined) return change({ grain })
      if (event.key === '?') return help.current()
      if (event.key === 'x' && state.filters.length > 0) return change({ filters: [] })
      if (event.key === 'c') {
        const at = COMPARISONS.findIndex(({ name }) => name === state.comparison)
        return change({ comparison: COMPARISONS[(at + 1) % COMPARISONS.length]?.name ?? 'off' })
      }
      if (event.key === '[' || event.key === ']') {
        const next = shifted(range, event.key === '[' ? -1 : 1, shop.known)
        if (next) change({ range: next })
      }
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [])
}

function isTyping({ target, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  if (ctrlKey || metaKey || altKey || !(target instanceof HTMLElement)) return true
  if (target.closest('[role=dialog]')) return true
  return target.matches('input:not([type=radio]), textarea, select, [contenteditable]')
}
