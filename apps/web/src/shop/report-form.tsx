'use client'

import { useMutation } from '@tanstack/react-query'
import type { CommerceCreatedReport, CommerceReportRequest } from '@zerosec/contract'
import { useRef, useState } from 'react'
import { api } from '../api/client.ts'
import { filtersOf } from './dashboard-queries.ts'
import { FormEnd } from './form-end.tsx'
import { formText } from './form-text.ts'
import { RecipientsField, recipientOf } from './recipients-field.tsx'
import { shopFormat } from './shop-format.ts'
import type { ShopFilter } from './shop-state.ts'
import { filterWords } from './shop-view.ts'
import type { Shop } from './use-shop.ts'
import { useShopState } from './use-shop-state.ts'

export const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
type Every = CommerceReportRequest['every']

interface ReportFormProps {
  readonly shop: Shop
  readonly onCreated: (created: CommerceCreatedReport) => Promise<unknown>
}

/** A new scheduled report; the filters of the page are offered to it. */
export function ReportForm({ shop, onCreated }: ReportFormProps) {
  const [{ filters }] = useShopState()
  const [every, setEvery] = useState<Every>('week')
  const form = useRef<HTMLFormElement>(null)
  const create = useMutation({
    mutationFn: (request: CommerceReportRequest) => api.commerce.reports.create(request),
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
        create.mutate(requestOf(new FormData(event.currentTarget), every, filters))
      }}
    >
      <Times every={every} onEvery={setEvery} timeZone={shop.timeZone} />
      <label className="label block">
        Compared with
        <select name="comparison" className="field mt-0.5">
          <option value="previous">the one before</option>
          <option value="previous_year_weekday">the year before, same weekdays</option>
          <option value="previous_year_calendar">the year before, same dates</option>
        </select>
      </label>
      {filters.length > 0 && (
        <label className="flex items-center gap-2">
          <input type="checkbox" name="filtered" defaultChecked />
          Only {filters.map((each) => filterWords({ format: shopFormat(shop.currency) }, each)).join(', ')}, as the page
          shows now
        </label>
      )}
      <RecipientsField />
      <FormEnd error={create.error} isPending={create.isPending} label="Add the report" />
    </form>
  )
}

interface TimesProps {
  readonly every: Every
  readonly onEvery: (every: Every) => void
  readonly timeZone: string | null
}

/** When it is sent. */
function Times({ every, onEvery, timeZone }: TimesProps) {
  return (
    <div className="grid gap-3 sm:grid-cols-3">
      <label className="label">
        Every
        <select
          className="field mt-0.5"
          value={every}
          onChange={({ target }) => onEvery(target.value === 'day' || target.value === 'month' ? target.value : 'week')}
        >
          <option value="day">Day</option>
          <option value="week">Week</option>
          <option value="month">Month</option>
        </select>
      </label>
      {every !== 'day' && <OnDay every={every} />}
      <label className="label">
        at, {timeZone ?? 'UTC'}
        <input name="at" type="time" required defaultValue="07:00" className="field mt-0.5" />
      </label>
    </div>
  )
}

function OnDay({ every }: { every: 'week' | 'month' }) {
  return (
    <label className="label">
      on
      {every === 'week' ? (
        <select name="weekday" className="field mt-0.5">
          {WEEKDAYS.map((name, i) => (
            <option key={name} value={i + 1}>
              {name}
            </option>
          ))}
        </select>
      ) : (
        <select name="day" className="field mt-0.5">
          {Array.from({ length: 28 }, (_, i) => (
            <option key={i + 1}>{i + 1}</option>
          ))}
        </select>
      )}
    </label>
  )
}

function requestOf(form: FormData, every: Every, filters: readonly ShopFilter[]): CommerceReportRequest {
  const comparison = form.get('comparison')
  return {
    name: formText(form, 'name'),
    every,
    at: formText(form, 'at').slice(0, 5),
    weekday: Number(form.get('weekday') ?? 1),
    day: Number(form.get('day') ?? 1),
    comparison:
      comparison === 'previous_year_weekday' || comparison === 'previous_year_calendar' ? comparison : 'previous',
    filters: form.get('filtered') === 'on' ? filtersOf(filters) : [],
    recipients: [recipientOf(form)],
  }
}
