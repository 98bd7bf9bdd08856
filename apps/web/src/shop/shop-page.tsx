'use client'

import { useMemo, useState } from 'react'
import { problemOf } from '../api/problem.ts'
import { Notice } from '../controls/notice.tsx'
import { BrushContext, useBrushStore } from './brushed/use-brush-store.ts'
import { KpiRow, Panels } from './dashboard-panels.tsx'
import { ExportContext, factsOf, pageExports } from './export/exports.ts'
import { HelpDialog } from './help-dialog.tsx'
import { LoadDialog } from './load-dialog.tsx'
import { MetricDialog } from './metric-dialog.tsx'
import { NoShop } from './no-shop.tsx'
import { rangeOf } from './range.ts'
import { ShopBar } from './shop-bar.tsx'
import { shopFormat } from './shop-format.ts'
import { ShopTools } from './shop-tools.tsx'
import type { ShopView } from './shop-view.ts'
import { type Shop, useDashboard, useLiveSnapshots, useShop } from './use-shop.ts'
import { useShopKeys } from './use-shop-keys.ts'
import { useShopState } from './use-shop-state.ts'

/** The shop's numbers on one page. */
export function ShopPage() {
  const shop = useShop()
  const [isLoading, setLoading] = useState(false)
  const problem = shop.error ? problemOf(shop.error) : undefined
  return (
    <section aria-labelledby="shop" className="pt-6">
      <div className="mb-2 flex flex-wrap items-baseline justify-between gap-x-4">
        <h1 id="shop" className="text-2xl">
          Shop
        </h1>
        {shop.data && !problem && (
          <div className="flex flex-wrap items-baseline gap-x-4">
            <KnownUpTo shop={shop.data} />
            <ShopTools shop={shop.data} onLoad={() => setLoading(true)} />
          </div>
        )}
      </div>
      {shop.data === null && <NoShop onLoad={() => setLoading(true)} />}
      {isLoading && <LoadDialog hasShop={shop.data !== null} onClose={() => setLoading(false)} />}
      {problem && (
        <Notice level="serious" alert>
          {problem.message}
        </Notice>
      )}
      {shop.data && !problem && <ShopDashboard shop={shop.data} />}
      {shop.isPending && <p className="py-24 text-center text-sm text-ink-faint">Asking for the numbers…</p>}
    </section>
  )
}

function KnownUpTo({ shop: { known, currency } }: { shop: Shop }) {
  const facts = [`Known up to ${shopFormat(currency).day(known.last)}`, currency]
  return <p className="text-xs text-ink-faint">{facts.filter((fact) => fact !== null).join(' · ')}</p>
}

function ShopDashboard({ shop }: { shop: Shop }) {
  const [state, change] = useShopState()
  const [isHelping, setHelping] = useState(false)
  const view: ShopView = {
    shop,
    state,
    range: rangeOf(state.range, shop.known),
    format: shopFormat(shop.currency),
    change,
  }
  const dashboard = useDashboard(state, shop)
  const brush = useBrushStore(view, dashboard.data, dashboard.data !== undefined && !dashboard.isPlaceholderData)
  useShopKeys(view, () => setHelping(true))
  useLiveSnapshots(dashboard.data?.snapshotId)
  const problem = dashboard.error ? problemOf(dashboard.error) : undefined
  const facts = factsOf(view, dashboard.data?.snapshotId ?? '').join('\n')
  const exports = useMemo(() => pageExports(facts.split('\n')), [facts])
  return (
    <BrushContext value={brush}>
      <ExportContext value={exports}>
        <ShopBar view={view} isFetching={dashboard.isFetching} onHelp={() => setHelping(true)} />
        {problem && (
          <div className="mt-4">
            <Notice level="serious" alert>
              {problem.message}
            </Notice>
          </div>
        )}
        {dashboard.data && (
          <div className="mt-4" aria-busy={dashboard.isPlaceholderData} data-snapshot={dashboard.data.snapshotId}>
            {dashboard.data.result('sales')?.is_to_date && (
              <p className="mb-2 text-xs text-ink-soft">
                This period is not over
                {state.comparison === 'off' ? '.' : ': it is compared with as many days of the other one.'}
              </p>
            )}
            <KpiRow view={view} data={dashboard.data} />
            <Panels view={view} data={dashboard.data} />
          </div>
        )}
        <MetricDialog view={view} />
        <HelpDialog isOpen={isHelping} onClose={() => setHelping(false)} />
      </ExportContext>
    </BrushContext>
  )
}
