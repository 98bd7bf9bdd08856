'use client'

import type { ColumnProfile } from '@zerosec/table'
import { type ReactNode, useState } from 'react'
import { Icon } from '../controls/icon.tsx'

const SEARCH_FROM = 13

interface ColumnSearchProps {
  readonly columns: readonly ColumnProfile[]
  readonly label: string
  readonly children: (column: ColumnProfile) => ReactNode
}

/** The columns in a grid of hairlines; with many of them a search field above and a box that scrolls. */
export function ColumnSearch({ columns, label, children }: ColumnSearchProps) {
  const [search, setSearch] = useState('')
  const many = columns.length >= SEARCH_FROM
  const found = columns.filter(({ name }) => name.toLowerCase().includes(search.trim().toLowerCase()))
  return (
    <div className="overflow-hidden rounded-md border border-line-strong">
      {many && (
        <div className="relative border-b border-line">
          <Icon name="search" className="pointer-events-none absolute top-2.5 left-3 text-ink-faint" />
          <input
            type="search"
            aria-label={`Search ${label}`}
            placeholder={`Search ${columns.length} columns`}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            className="w-full bg-surface py-1.5 pr-3 pl-9 outline-offset-[-2px]"
          />
        </div>
      )}
      <div className={`bg-surface ${many ? 'max-h-72 overflow-y-auto' : 'overflow-hidden'}`}>
        <div className="-mr-px -mb-px grid sm:grid-cols-2 lg:grid-cols-3 [&>*]:border-r [&>*]:border-b [&>*]:border-line">
          {found.map(children)}
        </div>
      </div>
      {found.length === 0 && (
        <p className="bg-surface px-3 py-3 text-sm text-ink-soft">No column has this in its name.</p>
      )}
    </div>
  )
}
