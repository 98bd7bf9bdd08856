'use client'

import { useMutation } from '@tanstack/react-query'
import type { CommerceReport, CommerceReportRequest } from '@zerosec/contract'
import { useRef, useState } from 'react'
import { api } from '../api/client.ts'
import { FiltersChoice, filtersOfForm } from './filters-choice.tsx'
import { FormEnd } from './form-end.tsx'
import { formText } from './form-text.ts'
import { RecipientsField, recipientsOf, secretOf } from './recipients-field.tsx'
import type { ShopFilter } from './shop-state.ts'
import type { Shop } from './use-shop.ts'
import { useShopState } from './use-shop-state.ts'

export const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
type Every = CommerceReportRequest['every']

interface ReportFormProps {
  readonly shop: Shop
  /** To be changed; left out: a new one. */
  readonly report?: CommerceReport
  /** @param secret  of a new one that is sent by webhook */
  readonly onSaved: (secret: string | null) => Promise<unknown>
}

/** A new scheduled report, or one that is changed; the filters of the page are offered to it. */
export function ReportForm({ shop, report, onSaved }: ReportFormProps) {
  const [{ filters }] = useShopState()
  const [every, setEvery] = useState<Every>(report?.every ?? 'week')
  const form = useRef<HTMLFormElement>(null)
  const save = useMutation({
    mutationFn: async (request: CommerceReportRequest) => {
      if (!report) return secretOf(await api.commerce.reports.create(request))
      await api.commerce.reports.change(report.report_id, request)
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
        save.mutate(requestOf(new FormData(event.currentTarget), { every, filters, before: report }))
      }}
    >
      <Times every={every} before={report} onEvery={setEvery} timeZone={shop.timeZone} />
      <label className="label block">
        Compared with
        <select name="comparison" className="field mt-0.5" defaultValue={report?.comparison}>
          <option value="previous">the one before</option>
          <option value="previous_year_weekday">the year before, same weekdays</option>
          <option value="previous_year_calendar">the year before, same dates</option>
        </select>
      </label>
      <FiltersChoice shop={shop} filters={filters} before={report?.filters} />
      <RecipientsField before={report?.recipients} />
      <FormEnd
        error={save.error}
        isPending={save.isPending}
        label={report ? 'Save the report' : 'Add the report'}
        name={report?.name}
      />
    </form>
  )
}

interface TimesProps {
  readonly every: Every
  readonly before: CommerceReport | undefined
  readonly onEvery: (every: Every) => void
  readonly timeZone: string | null
}

/** When it is sent. */
function Times({ every, before, onEvery, timeZone }: TimesProps) {
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
      {every !== 'day' && <OnDay key={every} every={every} before={before} />}
      <label className="label">
        at, {timeZone ?? 'UTC'}
        <input name="at" type="time" required defaultValue={before?.at ?? '07:00'} className="field mt-0.5" />
      </label>
    </div>
  )
}

function OnDay({ every, before }: { every: 'week' | 'month'; before: CommerceReport | undefined }) {
  return (
    <label className="label">
      on
      {every === 'week' ? (
        <select name="weekday" className="field mt-0.5" defaultValue={before?.weekday}>
          {WEEKDAYS.map((name, i) => (
            <option key={name} value={i + 1}>
              {name}
            </option>
          ))}
        </select>
      ) : (
        <select name="day" className="field mt-0.5" defaultValue={before?.day}>
          {Array.from({ length: 28 }, (_, i) => (
            <option key={i + 1}>{i + 1}</option>
          ))}
        </select>
      )}
    </label>
  )
}

interface Chosen {
  readonly every: Every
  readonly filters: readonly ShopFilter[]
  readonly before: CommerceReport | undefined
}

function requestOf(form: FormData, { every, filters, before }: Chosen): CommerceReportRequest {
  const comparison = form.get('comparison')
  return {
    name: formText(form, 'name'),
    every,
    at: formText(form, 'at').slice(0, 5),
    weekday: Number(form.get('weekday') ?? before?.weekday ?? 1),
    day: Number(form.get('day') ?? before?.day ?? 1),
    comparison:
      comparison === 'previous_year_weekday' || comparison === 'previous_year_calendar' ? comparison : 'previous',
    filters: filtersOfForm(form, { filters, before: before?.filters }),
    recipients: recipientsOf(form, before?.recipients),
  }
}
