'use client'

import type { CommerceCube } from '@zerosec/contract'
import { CubePanel, type CubePanelProps } from './cube-panel.tsx'
import { cubeReader } from './cube-rows.ts'
import { Empty } from './panel.tsx'

/** Products that are bought together more often than chance would have it. */
export function PairsPanel(props: CubePanelProps) {
  const { view, cube } = props
  const { format } = view
  const pairs = cube ? pairsOf(cube) : []
  return (
    <CubePanel
      {...props}
      title="Bought together"
      fileName="bought-together"
      meaning="Orders: those with both products. Lift: how many times more often they are together than if each were bought independently of the other. Ranked by what is certain of it, so that few orders cannot lead."
    >
      {cube && pairs.length === 0 && <Empty>No two products were in at least 5 orders together.</Empty>}
      {pairs.length > 0 && (
        <table className="w-full table-fixed text-sm">
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
            {pairs.map(({ id, a, b, orders, lift }) => (
              <tr key={id} className="border-t border-line">
                <th scope="row" className="py-1.5 pr-2 text-left font-normal">
                  <span className="block truncate" title={`${a} and ${b}`}>
                    {a} <span className="text-ink-faint">and</span> {b}
                  </span>
                </th>
                <td className="py-1.5 text-right">{format.exact(orders, 'count')}</td>
                <td className="py-1.5 text-right">{format.exact(lift, 'score')}×</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </CubePanel>
  )
}

function pairsOf(cube: CommerceCube) {
  const { text, number } = cubeReader(cube)
  return Array.from({ length: cube.rows }, (_, row) => ({
    id: `${text('product_a', row)} ${text('product_b', row)}`,
    a: text('name_a', row) || text('product_a', row),
    b: text('name_b', row) || text('product_b', row),
    orders: number('n_ab', row),
    lift: number('lift', row),
  }))
}
