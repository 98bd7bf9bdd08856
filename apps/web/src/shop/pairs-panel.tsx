'use client'

import type { CommerceCube } from '@zerosec/contract'
import { useState } from 'react'
import { useBrushedInView } from './brushed/use-brush-store.ts'
import { Waiting } from './brushed/waiting.tsx'
import { CubePanel, type CubePanelProps } from './cube-panel.tsx'
import { cubeReader } from './cube-rows.ts'
import { type Pair, PairDialog } from './pair-dialog.tsx'
import { Empty } from './panel.tsx'
import type { ShopFormat } from './shop-format.ts'

/** Products that are bought together more often than chance would have it. */
export function PairsPanel(props: CubePanelProps) {
  const { view, cube } = props
  const { format } = view
  const pairs = cube ? pairsOf(cube) : []
  const [open, setOpen] = useState<Pair | null>(null)
  const [frame, brushed] = useBrushedInView<HTMLTableElement>()
  const isWaiting = brushed !== null
  return (
    <CubePanel
      {...props}
      title="Bought together"
      fileName="bought-together"
      meaning="Orders: those with both products. Lift: how many times more often they are together than if each were bought independently of the other. Ranked by what is certain of it, so that few orders cannot lead."
    >
      {cube && pairs.length === 0 && <Empty>No two products were in at least 5 orders together.</Empty>}
      {pairs.length > 0 && (
        <table ref={frame} className="w-full table-fixed text-sm">
          <thead>
            <tr className="text-xs text-ink-faint">
              <th scope="col" className="pb-1 text-left font-medium">
                Products
              </th>
              <th scope="col" className="w-16 pb-1 text-right font-medium">
                Orders
              </th>
              <th
                scope="col"
                className="w-16 pb-1 text-right font-medium"
                title="How much more often than if they were bought independently"
              >
                Lift
              </th>
            </tr>
          </thead>
          <tbody>
            {pairs.map((pair) => (
              <PairLine
                key={`${pair.a.id} ${pair.b.id}`}
                pair={pair}
                format={format}
                isWaiting={isWaiting}
                onOpen={() => setOpen(pair)}
              />
            ))}
          </tbody>
        </table>
      )}
      {cube && <PairDialog view={view} cube={cube} pair={open} onClose={() => setOpen(null)} />}
    </CubePanel>
  )
}

interface PairLineProps {
  readonly pair: Pair
  readonly format: ShopFormat
  readonly isWaiting: boolean
  readonly onOpen: () => void
}

function PairLine({ pair: { a, b, orders, lift }, format, isWaiting, onOpen }: PairLineProps) {
  return (
    <tr className="border-t border-line">
      <th scope="row" className="py-1.5 pr-2 text-left font-normal">
        <button
          type="button"
          aria-haspopup="dialog"
          title={`${a.name} and ${b.name}`}
          onClick={onOpen}
          className="block w-full truncate text-left underline-offset-4 -outline-offset-2 hover:underline"
        >
          {a.name} <span className="text-ink-faint">and</span> {b.name}
        </button>
      </th>
      <td className="py-1.5 text-right">{isWaiting ? <Waiting /> : format.exact(orders, 'count')}</td>
      <td className="py-1.5 text-right">{isWaiting ? <Waiting /> : `${format.exact(lift, 'score')}×`}</td>
    </tr>
  )
}

function pairsOf(cube: CommerceCube): Pair[] {
  const { text, number } = cubeReader(cube)
  return Array.from({ length: cube.rows }, (_, row) => ({
    a: { id: text('product_a', row), name: text('name_a', row) || text('product_a', row), orders: number('n_a', row) },
    b: { id: text('product_b', row), name: text('name_b', row) || text('product_b', row), orders: number('n_b', row) },
    orders: number('n_ab', row),
    lift: number('lift', row),
  }))
}
