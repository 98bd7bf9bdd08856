'use client'

import { useMutation } from '@tanstack/react-query'
import type { CommerceAlertRequest, CommerceCondition, CommerceCreatedAlert } from '@zerosec/contract'
import { useRef, useState } from 'react'
import { api } from '../api/client.ts'
import { filtersOf, missingDimension } from './dashboard-queries.ts'
import { FormEnd } from './form-end.tsx'
import { formText } from './form-text.ts'
import { RecipientsField, recipientOf } from './recipients-field.tsx'
import { shopFormat } from './shop-format.ts'
import type { ShopFilter } from './shop-state.ts'
import { filterWords, metricOf } from './shop-view.ts'
import type { Shop } from './use-shop.ts'
import { useShopState } from './use-shop-state.ts'

const CONDITIONS = [
  { is: 'unusual', label: 'is unusual' },
  { is: 'above', label: 'is above' },
  { is: 'below', label: 'is below' },
  { is: 'risen', label: 'has risen by more than' },
  { is: 'fallen', label: 'has fallen by more than' },
  { is: 'stale', label: 'no new data for more than' },
] as const
type Is = (typeof CONDITIONS)[number]['is']

interface AlertFormProps {
  readonly shop: Shop
  readonly onCreated: (created: CommerceCreatedAlert) => Promise<unknown>
}

/** A new alert; the filters of the page are offered to it. */
export function AlertForm({ shop, onCreated }: AlertFormProps) {
  const [{ filters }] = useShopState()
  const [metric, setMetric] = useState('net_sales')
  const [is, setIs] = useState<Is>('unusual')
  const form = useRef<HTMLFormElement>(null)
  const unit = metricOf({ shop }, metric)?.unit
  const create = useMutation({
    mutationFn: (request: CommerceAlertRequest) => api.commerce.alerts.create(request),
    onSuccess: async (created) => {
      await onCreated(created)
      form.current?.reset()
    },
  })
  return (
    <form
      ref={form}
      className="space-y-3 text-sm"
      onSubmit={(event) => {
        event.preventDefault()
        create.mutate(requestOf(new FormData(event.currentTarget), { metric, is, unit, filters }))
      }}
    >
      <What shop={shop} metric={metric} is={is} onMetric={setMetric} onIs={setIs} />
      <Limit is={is} unit={unit} currency={shop.currency} />
      {is !== 'stale' && <FiltersChoice shop={shop} metric={metric} filters={filters} />}
      <RecipientsField />
      <FormEnd error={create.error} isPending={create.isPending} label="Add the alert" />
    </form>
  )
}

interface WhatProps {
  readonly shop: Shop
  readonly metric: string
  readonly is: Is
  readonly onMetric: (metric: string) => void
  readonly onIs: (is: Is) => void
}

/** Which metric, of what, and what of it. */
function What({ shop, metric, is, onMetric, onIs }: WhatProps) {
  return (
    <div className="grid gap-3 sm:grid-cols-3">
      <label className="label">
        When
        <select
          className="field mt-0.5"
          value={metric}
          disabled={is === 'stale'}
          onChange={({ target }) => onMetric(target.value)}
        >
          {shop.catalogue.metrics.map(({ name, label }) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <label className="label">
        of the last
        <select name="grain" className="field mt-0.5" disabled={is === 'stale'}>
          <option value="day">Day</option>
          <option value="week">Week</option>
          <option value="month">Month</option>
        </select>
      </label>
      <label className="label">
        condition
        <select
          className="field mt-0.5"
          value={is}
          onChange={({ target }) => onIs(CONDITIONS.find((each) => each.is === target.value)?.is ?? 'unusual')}
        >
          {CONDITIONS.map((each) => (
            <option key={each.is} value={each.is}>
              {each.label}
            </option>
          ))}
        </select>
      </label>
    </div>
  )
}

function Limit({ is, unit, currency }: { is: Is; unit: string | undefined; currency: string | null }) {
  if (is === 'unusual') {
    return (
      <label className="label block sm:w-1/3 sm:pr-2">
        Direction
        <select name="direction" className="field mt-0.5">
          <option value="either">High or low</option>
          <option value="above">High</option>
          <option value="below">Low</option>
        </select>
      </label>
    )
  }
  const isChange = is === 'risen' || is === 'fallen'
  const words = is === 'stale' ? 'days' : isChange || unit === 'ratio' ? '%' : unit === 'money' ? (currency ?? '') : ''
  return (
    <div className="grid gap-3 sm:grid-cols-3">
      <label className="label">
        {is === 'stale' ? 'Days' : `Limit${words === '' ? '' : `, ${words}`}`}
        <input
          name="limit"
          type="number"
          step={is === 'stale' ? 1 : 'any'}
          min={is === 'stale' || isChange ? 1 : undefined}
          required
          className="field mt-0.5"
        />
      </label>
      {isChange && (
        <label className="label">
          against
          <select name="against" className="field mt-0.5">
            <option value="previous">the one before</option>
            <option value="previous_year_weekday">a year before, same weekdays</option>
          </select>
        </label>
      )}
    </div>
  )
}

function FiltersChoice({ shop, metric, filters }: { shop: Shop; metric: string; filters: readonly ShopFilter[] }) {
  if (filters.length === 0) return null
  if (missingDimension(metric, filters, shop.catalogue) !== undefined) {
    return <p className="text-ink-faint">The page’s filters are not taken: this metric can’t be told by them.</p>
  }
  const format = shopFormat(shop.currency)
  return (
    <label className="flex items-center gap-2">
      <input type="checkbox" name="filtered" defaultChecked />
      Only {filters.map((filter) => filterWords({ format }, filter)).join(', ')}, as the page shows now
    </label>
  )
}

interface Chosen {
  readonly metric: string
  readonly is: Is
  readonly unit: string | undefined
  readonly filters: readonly ShopFilter[]
}

function requestOf(form: FormData, chosen: Chosen): CommerceAlertRequest {
  const { metric, is, filters } = chosen
  return {
    name: formText(form, 'name'),
    metric: is === 'stale' ? 'orders' : metric,
    grain: form.get('grain') === 'week' ? 'week' : form.get('grain') === 'month' ? 'month' : 'day',
    condition: conditionOf(form, chosen),
    filters: form.get('filtered') === 'on' ? filtersOf(filters) : [],
    recipients: [recipientOf(form)],
  }
}

/** What is written in percent is kept as a part of one. */
function conditionOf(form: FormData, { is, unit }: Chosen): CommerceCondition {
  const limit = Number(form.get('limit'))
  if (is === 'unusual') {
    const direction = form.get('direction')
    return { is, direction: direction === 'above' || direction === 'below' ? direction : 'either' }
  }
  if (is === 'stale') return { is, days: limit }
  if (is === 'above' || is === 'below') return { is, value: unit === 'ratio' ? limit / 100 : limit }
  const against = form.get('against') === 'previous_year_weekday' ? 'previous_year_weekday' : 'previous'
  return { is, by: limit / 100, against }
}
