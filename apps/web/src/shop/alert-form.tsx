'use client'

import { useMutation } from '@tanstack/react-query'
import type { CommerceAlert, CommerceAlertRequest, CommerceCondition } from '@zerosec/contract'
import { useRef, useState } from 'react'
import { api } from '../api/client.ts'
import { missingDimension } from './dashboard-queries.ts'
import { FiltersChoice, filtersOfForm } from './filters-choice.tsx'
import { FormEnd } from './form-end.tsx'
import { formText } from './form-text.ts'
import { RecipientsField, recipientsOf, secretOf } from './recipients-field.tsx'
import type { ShopFilter } from './shop-state.ts'
import { metricOf } from './shop-view.ts'
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
  /** To be changed; left out: a new one. */
  readonly alert?: CommerceAlert
  /** @param secret  of a new one that is sent by webhook */
  readonly onSaved: (secret: string | null) => Promise<unknown>
}

/** A new alert, or one that is changed; the filters of the page are offered to it. */
export function AlertForm({ shop, alert, onSaved }: AlertFormProps) {
  const [{ filters }] = useShopState()
  const [metric, setMetric] = useState(alert?.metric ?? 'net_sales')
  const [is, setIs] = useState<Is>(alert?.condition.is ?? 'unusual')
  const form = useRef<HTMLFormElement>(null)
  const unit = metricOf({ shop }, metric)?.unit
  const save = useMutation({
    mutationFn: async (request: CommerceAlertRequest) => {
      if (!alert) return secretOf(await api.commerce.alerts.create(request))
      await api.commerce.alerts.change(alert.alert_id, request)
      return null
    },
    onSuccess: async (secret) => {
      await onSaved(secret)
      form.current?.reset()
    },
  })
  return (
    <form
      ref={form}
      className="space-y-3 text-sm"
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate(requestOf(new FormData(event.currentTarget), { metric, is, unit, filters }, alert))
      }}
    >
      <What shop={shop} metric={metric} is={is} grain={alert?.grain} onMetric={setMetric} onIs={setIs} />
      <Limit key={is} is={is} unit={unit} currency={shop.currency} before={alert?.condition} />
      {is !== 'stale' && <Filters shop={shop} metric={metric} filters={filters} before={alert?.filters} />}
      <RecipientsField before={alert?.recipients} />
      <FormEnd
        error={save.error}
        isPending={save.isPending}
        label={alert ? 'Save the alert' : 'Add the alert'}
        name={alert?.name}
      />
    </form>
  )
}

interface WhatProps {
  readonly shop: Shop
  readonly metric: string
  readonly is: Is
  /** Before it is changed. */
  readonly grain: CommerceAlert['grain'] | undefined
  readonly onMetric: (metric: string) => void
  readonly onIs: (is: Is) => void
}

/** Which metric, of what, and what of it. */
function What({ shop, metric, is, grain, onMetric, onIs }: WhatProps) {
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
        <select name="grain" className="field mt-0.5" defaultValue={grain} disabled={is === 'stale'}>
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

interface LimitProps {
  readonly is: Is
  readonly unit: string | undefined
  readonly currency: string | null
  /** Before it is changed. */
  readonly before: CommerceCondition | undefined
}

function Limit({ is, unit, currency, before }: LimitProps) {
  if (is === 'unusual') {
    return (
      <label className="label block sm:w-1/3 sm:pr-2">
        Direction
        <select
          name="direction"
          className="field mt-0.5"
          defaultValue={before?.is === 'unusual' ? before.direction : 'either'}
        >
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
          defaultValue={before?.is === is ? limitOf(before, unit) : undefined}
          className="field mt-0.5"
        />
      </label>
      {isChange && (
        <label className="label">
          against
          <select
            name="against"
            className="field mt-0.5"
            defaultValue={before && 'against' in before ? before.against : 'previous'}
          >
            <option value="previous">the one before</option>
            <option value="previous_year_weekday">a year before, same weekdays</option>
          </select>
        </label>
      )}
    </div>
  )
}

interface FiltersProps {
  readonly shop: Shop
  readonly metric: string
  readonly filters: readonly ShopFilter[]
  readonly before: CommerceAlert['filters'] | undefined
}

function Filters({ shop, metric, filters, before }: FiltersProps) {
  const areTaken = missingDimension(metric, filters, shop.catalogue) === undefined
  return (
    <>
      {!areTaken && (
        <p className="text-ink-faint">The page’s filters are not taken: this metric can’t be told by them.</p>
      )}
      <FiltersChoice shop={shop} filters={areTaken ? filters : []} before={before} />
    </>
  )
}

interface Chosen {
  readonly metric: string
  readonly is: Is
  readonly unit: string | undefined
  readonly filters: readonly ShopFilter[]
}

function requestOf(form: FormData, chosen: Chosen, before: CommerceAlert | undefined): CommerceAlertRequest {
  const { metric, is, filters } = chosen
  return {
    name: formText(form, 'name'),
    metric: is === 'stale' ? 'orders' : metric,
    grain: form.get('grain') === 'week' ? 'week' : form.get('grain') === 'month' ? 'month' : 'day',
    condition: conditionOf(form, chosen),
    filters: filtersOfForm(form, { filters, before: before?.filters }),
    recipients: recipientsOf(form, before?.recipients),
  }
}

/** As it is written: parts of one in percent, without the last digit that a product may bring. */
function limitOf(condition: CommerceCondition, unit: string | undefined): number | undefined {
  const percent = (part: number) => Number((100 * part).toPrecision(15))
  if ('days' in condition) return condition.days
  if ('by' in condition) return percent(condition.by)
  if (!('value' in condition)) return undefined
  return unit === 'ratio' ? percent(condition.value) : condition.value
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
