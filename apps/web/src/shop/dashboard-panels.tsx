'use client'

import type { CommerceResult } from '@zerosec/contract'
import { type ReactNode, useMemo } from 'react'
import { useOffered } from './export/exports.ts'
import { KpiCard } from './kpi-card.tsx'
import { LtvPanel } from './ltv-panel.tsx'
import { PairsPanel } from './pairs-panel.tsx'
import { RankPanel } from './rank-panel.tsx'
import { RepeatPanel } from './repeat-panel.tsx'
import { RetentionPanel } from './retention-panel.tsx'
import { ScoresPanel } from './scores-panel.tsx'
import { SegmentsPanel } from './segments-panel.tsx'
import type { FilterDimension } from './shop-state.ts'
import { dimensionLabel, type ShopView } from './shop-view.ts'
import { SplitPanel } from './split-panel.tsx'
import { TimePanel } from './time-panel.tsx'
import type { TwinTable } from './twin-table.ts'
import type { Dashboard } from './use-shop.ts'

const KPIS = [
  { metric: 'net_sales', label: 'Net sales', from: 'sales' },
  { metric: 'gross_sales', label: 'Gross sales', from: 'sales' },
  { metric: 'orders', label: 'Orders', from: 'sales' },
  { metric: 'aov', label: 'Average order value', from: 'sales' },
  { metric: 'customers', label: 'Customers', from: 'customers' },
  { metric: 'new_customers', label: 'New customers', from: 'customers' },
  { metric: 'returning_order_share', label: 'Returning orders', from: 'customers' },
  { metric: 'conversion', label: 'Conversion', from: 'service' },
  { metric: 'refund_rate_value', label: 'Refund rate', from: 'service' },
  { metric: 'delivery_days_median', label: 'Delivery, median', from: 'service' },
  { metric: 'late_delivery_rate', label: 'Late deliveries', from: 'service' },
  { metric: 'review_score', label: 'Review score', from: 'service' },
] as const

export function KpiRow({ view, data }: { view: ShopView; data: Dashboard }) {
  const table = useMemo(() => keyFigures(view, data), [view, data])
  useOffered('key-figures', 'Key figures', table)
  return (
    <section
      aria-label="Key figures"
      data-panel="key-figures"
      className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-line bg-line sm:grid-cols-3 lg:grid-cols-6"
    >
      {KPIS.map(({ metric, label, from }) => (
        <KpiCard key={metric} view={view} metric={metric} label={label} result={data.result(from)} />
      ))}
    </section>
  )
}

function keyFigures({ shop }: ShopView, data: Dashboard): TwinTable {
  const rows = KPIS.flatMap(({ metric, label, from }) => {
    const [result, known] = [data.result(from), shop.catalogue.metrics.find(({ name }) => name === metric)]
    if (!result || !known) return []
    const of = (values: CommerceResult['values']) => values[metric] ?? null
    return [[label, of(result.values), of(result.previous_values), of(result.deltas), known.unit]]
  })
  return {
    columns: [
      { label: 'Key figure' },
      { label: 'Value', unit: 'number' },
      { label: 'Before', unit: 'number' },
      { label: 'Change', unit: 'ratio' },
      { label: 'Unit' },
    ],
    rows,
  }
}

const ACCENT = 'var(--accent)'

/** Everything below the key figures, from sales to service. */
export function Panels({ view, data }: { view: ShopView; data: Dashboard }) {
  return (
    <>
      <PanelGroup title="Sales">
        <SalesPanels view={view} data={data} />
        <Split view={view} data={data} dimension="category" title="Categories" />
        <Split view={view} data={data} dimension="product" title="Products" />
      </PanelGroup>
      <PanelGroup title="Where from">
        <div className="grid grid-cols-1 gap-px lg:col-span-3 lg:grid-rows-[auto_1fr]">
          <Split view={view} data={data} dimension="country" title="Countries" hasShare />
          <Split view={view} data={data} dimension="channel" title="Channels" hasShare />
        </div>
        <Split view={view} data={data} dimension="region" title="Regions" hasShare />
      </PanelGroup>
      <PanelGroup title="Customers">
        <NewAndReturning view={view} data={data} />
        <CubePanels view={view} data={data} />
      </PanelGroup>
      <PanelGroup title="Returns">
        <ReturnPanels view={view} data={data} />
      </PanelGroup>
      <PanelGroup title="Delivery and reviews">
        <ServicePanels view={view} data={data} />
      </PanelGroup>
    </>
  )
}

function PanelGroup({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h2 className="mt-7 mb-2 text-base">{title}</h2>
      <div className="grid grid-cols-1 gap-px overflow-hidden rounded-lg border border-line bg-line lg:grid-cols-6">
        {children}
      </div>
    </section>
  )
}

function SalesPanels({ view, data }: { view: ShopView; data: Dashboard }) {
  const sales = data.result('sales')
  return (
    <>
      <TimePanel
        view={view}
        title="Net sales over time"
        about={<span data-no-picture>Drag across it to look at a part alone</span>}
        fileName="sales-over-time"
        result={sales}
        className="lg:col-span-6"
        height={260}
        metrics={[
          { metric: 'net_sales', look: 'area', colour: ACCENT, label: 'Net sales' },
          { metric: 'gross_sales', look: 'line', colour: 'var(--class-2)', label: 'Gross sales' },
        ]}
      />
      <TimePanel
        view={view}
        title="Orders"
        fileName="orders-over-time"
        result={sales}
        className="lg:col-span-3"
        metrics={[{ metric: 'orders', look: 'bar', colour: ACCENT }]}
      />
      <TimePanel
        view={view}
        title="Average order value"
        fileName="average-order-value"
        result={sales}
        className="lg:col-span-3"
        metrics={[{ metric: 'aov', look: 'line', colour: ACCENT }]}
      />
    </>
  )
}

function NewAndReturning({ view, data }: { view: ShopView; data: Dashboard }) {
  return (
    <TimePanel
      view={view}
      title="Orders of new and returning customers"
      about="New: their first order of all time"
      fileName="new-and-returning"
      result={data.result('customers')}
      className="lg:col-span-6"
      hasFigure={false}
      metrics={[
        { metric: 'new_orders', look: 'bar', colour: ACCENT, label: 'New customers' },
        { metric: 'returning_orders', look: 'bar', colour: 'var(--class-6)', label: 'Returning customers' },
        { metric: 'guest_orders', look: 'bar', colour: 'var(--line-strong)', label: 'Guests' },
      ]}
    />
  )
}

function ReturnPanels({ view, data }: { view: ShopView; data: Dashboard }) {
  return (
    <>
      <TimePanel
        view={view}
        title="Returns"
        about="Value of what was refunded, by the day of the refund"
        fileName="returns"
        result={data.result('returns')}
        className="lg:col-span-3"
        metrics={[{ metric: 'returns', look: 'bar', colour: ACCENT }]}
      />
      <TimePanel
        view={view}
        title="Refund rate"
        about="Of the orders of each time, whenever they were refunded: the latest will still rise"
        fileName="refund-rate"
        result={data.result('service')}
        className="lg:col-span-3"
        metrics={[
          { metric: 'refund_rate_value', look: 'line', colour: ACCENT, label: 'Of their value' },
          { metric: 'refund_rate_count', look: 'line', colour: 'var(--class-2)', label: 'Of the orders' },
        ]}
      />
      <RankPanel
        view={view}
        name="reasons"
        title="Why it came back"
        about="By the day of the refund"
        result={data.result('reasons')}
        problem={data.error('reasons')?.message}
        labels={['Returns', 'Lines']}
        without="no reason given"
        empty="Nothing was refunded in this period."
        className="lg:col-span-3"
      />
      <RankPanel
        view={view}
        name="refunds"
        title="What came back"
        about="By the day of the order; the rates are of value and of orders"
        result={data.result('refunds')}
        problem={data.error('refunds')?.message}
        labels={['Returns', 'Of value', 'Of orders']}
        without="no category"
        empty="Nothing of these orders was refunded."
        className="lg:col-span-3"
      />
    </>
  )
}

function ServicePanels({ view, data }: { view: ShopView; data: Dashboard }) {
  const service = data.result('service')
  return (
    <>
      <TimePanel
        view={view}
        title="Delivery time"
        about="Days from order to delivery, by the day of the order"
        fileName="delivery-time"
        result={service}
        className="lg:col-span-2"
        metrics={[
          { metric: 'delivery_days_median', look: 'line', colour: ACCENT, label: 'Median' },
          { metric: 'delivery_days_p90', look: 'line', colour: 'var(--class-2)', label: '9 of 10 sooner' },
        ]}
      />
      <TimePanel
        view={view}
        title="Late deliveries"
        about="Share of the orders that were due"
        fileName="late-deliveries"
        result={service}
        className="lg:col-span-2"
        metrics={[{ metric: 'late_delivery_rate', look: 'line', colour: ACCENT, label: 'Late' }]}
      />
      <div className="grid lg:col-span-2">
        <ScoresPanel
          view={view}
          result={data.result('scores')}
          sentiments={data.result('sentiments')}
          overTime={service}
        />
      </div>
      <RankPanel
        view={view}
        name="places"
        title="Service by country"
        about="Delivery in days, of orders that were due; scores of the latest review each"
        result={data.result('places')}
        problem={data.error('places')?.message}
        labels={['Orders', 'Median', '9 of 10', 'Late', 'Score']}
        without="no country"
        empty="No orders in this period."
        className="lg:col-span-4"
      />
      <TimePanel
        view={view}
        title="Low reviews"
        about="Share of 1 and 2 stars, by the day of the order"
        fileName="low-reviews"
        result={service}
        className="lg:col-span-2"
        metrics={[{ metric: 'low_review_share', look: 'line', colour: ACCENT, label: 'Low reviews' }]}
      />
    </>
  )
}

function CubePanels({ view, data }: { view: ShopView; data: Dashboard }) {
  return (
    <>
      <RetentionPanel
        view={view}
        cube={data.cube('retention')}
        problem={data.error('retention')?.message}
        about={`Share of a month's new customers who ordered again${ignored(view, ['country', 'channel'])}`}
        className="lg:col-span-6"
      />
      <LtvPanel
        view={view}
        cube={data.cube('ltv')}
        problem={data.error('ltv')?.message}
        about={`Revenue a customer up to so many days after the first order${ignored(view, ['country', 'channel'])}`}
        className="lg:col-span-3"
      />
      <RepeatPanel
        view={view}
        cube={data.cube('repeat')}
        problem={data.error('repeat')?.message}
        about={`Customers of the same 18 months who have ordered again${ignored(view, ['country', 'channel'])}`}
        className="lg:col-span-3"
      />
      <SegmentsPanel
        view={view}
        cube={data.cube('segments')}
        problem={data.error('segments')?.message}
        about={`By recency, frequency and money of 365 days to ${view.format.day(view.shop.known.last)}${ignored(view, ['country', 'channel'])}`}
        className="lg:col-span-3"
      />
      <PairsPanel
        view={view}
        cube={data.cube('pairs')}
        problem={data.error('pairs')?.message}
        about={`In one order, whole months${ignored(view, [])}`}
        className="lg:col-span-3"
      />
    </>
  )
}

/** Which of the filters a panel does not heed: it says so. */
function ignored(view: ShopView, heeded: readonly FilterDimension[]): string {
  const names = view.state.filters
    .filter(({ dimension, values }) => values === null || !heeded.includes(dimension))
    .map(({ dimension }) => dimensionLabel(view, dimension).toLowerCase())
  return names.length === 0 ? '' : `; not filtered by ${names.join(' or ')}`
}

function Split(props: {
  view: ShopView
  data: Dashboard
  dimension: FilterDimension
  title: string
  hasShare?: boolean
}) {
  const { view, data, dimension, title, hasShare = false } = props
  return (
    <SplitPanel
      view={view}
      dimension={dimension}
      title={title}
      result={data.result(dimension)}
      problem={data.error(dimension)?.message}
      className="lg:col-span-3"
      hasShare={hasShare}
    />
  )
}
