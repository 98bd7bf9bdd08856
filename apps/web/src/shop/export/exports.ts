'use client'

import { createContext, useContext, useEffect } from 'react'
import { comparisonWords, dimensionLabel, filterWords, type ShopView } from '../shop-view.ts'
import type { TwinTable } from '../twin-table.ts'
import type { Sheet } from './workbook.ts'

/** What the panels of a page can give as files: those that are there, by the names of their files. */
export interface Exports {
  /** What everything on the page is of: range, comparison, filters, snapshot. */
  readonly facts: readonly string[]
  offer(fileName: string, title: string, table: TwinTable): () => void
  /** In the order in which they stand on the page. */
  sheets(): Sheet[]
}

export const ExportContext = createContext<Exports | null>(null)

export function pageExports(facts: readonly string[]): Exports {
  const tables = new Map<string, { title: string; table: TwinTable }>()
  return {
    facts,
    offer(fileName, title, table) {
      const offered = { title, table }
      tables.set(fileName, offered)
      return () => {
        if (tables.get(fileName) === offered) tables.delete(fileName)
      }
    },
    sheets() {
      const order = [...document.querySelectorAll<HTMLElement>('[data-panel]')].map(({ dataset }) => dataset['panel'])
      return [...tables]
        .toSorted(([a], [b]) => order.indexOf(a) - order.indexOf(b))
        .map(([, { title, table }]) => ({ title, table, facts }))
    },
  }
}

/** Offers a panel's table for the workbook of the page, as long as the panel shows it. */
export function useOffered(fileName: string, title: string, table: TwinTable | undefined): Exports | null {
  const exports = useContext(ExportContext)
  useEffect(
    () => (table && exports ? exports.offer(fileName, title, table) : undefined),
    [exports, fileName, title, table],
  )
  return exports
}

export function factsOf(view: ShopView, snapshotId: string): string[] {
  const { state, format, range } = view
  return [
    format.range(range.from, range.to),
    ...(state.comparison === 'off' ? [] : [`compared with the ${comparisonWords(state)}`]),
    ...state.filters.map((filter) => `${dimensionLabel(view, filter.dimension)}: ${filterWords(view, filter)}`),
    ...(view.shop.timeZone === null ? [] : [view.shop.timeZone]),
    `snapshot ${snapshotId}`,
  ]
}
