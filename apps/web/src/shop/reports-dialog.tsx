'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { BASE_PATH, type CommerceReport } from '@zerosec/contract'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { problemOf } from '../api/problem.ts'
import { Button } from '../controls/button.tsx'
import { Notice } from '../controls/notice.tsx'
import { deliveryWords } from './delivery-words.ts'
import { DialogSection } from './dialog-section.tsx'
import { NewSecret } from './new-secret.tsx'
import { recipientWords } from './recipients-field.tsx'
import { ReportForm, WEEKDAYS } from './report-form.tsx'
import { ShopDialog } from './shop-dialog.tsx'
import type { Shop } from './use-shop.ts'

/** The shop's numbers, sent by its clock. */
export function ReportsDialog({ shop, onClose }: { shop: Shop; onClose: () => void }) {
  const client = useQueryClient()
  const reports = useQuery({ queryKey: ['reports'], queryFn: ({ signal }) => api.commerce.reports.list({ signal }) })
  const refresh = () => client.invalidateQueries({ queryKey: ['reports'] })
  const [secret, setSecret] = useState<string | null>(null)
  return (
    <ShopDialog
      isOpen
      onClose={onClose}
      title="Reports"
      about="One page with key figures, charts and what was unusual, of the last day, week or month that is over."
    >
      {reports.error && (
        <div className="mt-4">
          <Notice level="serious" alert>
            {problemOf(reports.error).message}
          </Notice>
        </div>
      )}
      {reports.data?.length === 0 && <p className="mt-4 text-sm text-ink-faint">No report is sent yet.</p>}
      <ul className="mt-4 space-y-3">
        {reports.data?.map((report) => (
          <ReportRow key={report.report_id} report={report} shop={shop} onChange={refresh} />
        ))}
      </ul>
      {secret !== null && (
        <div className="mt-4">
          <NewSecret secret={secret} />
        </div>
      )}
      <DialogSection title="New report">
        <ReportForm
          shop={shop}
          onCreated={async (created) => {
            setSecret(created.recipients.some(({ by }) => by === 'webhook') ? created.secret : null)
            await refresh()
          }}
        />
      </DialogSection>
    </ShopDialog>
  )
}

interface ReportRowProps {
  readonly report: CommerceReport
  readonly shop: Shop
  readonly onChange: () => Promise<unknown>
}

function ReportRow({ report, shop, onChange }: ReportRowProps) {
  const { report_id: id, name, recipients, paused, state, deliveries } = report
  const send = useMutation({ mutationFn: () => api.commerce.reports.send(id), onSuccess: onChange })
  const pause = useMutation({
    mutationFn: () => api.commerce.reports.change(id, { paused: !paused }),
    onSuccess: onChange,
  })
  const remove = useMutation({ mutationFn: () => api.commerce.reports.remove(id), onSuccess: onChange })
  const error = send.error ?? pause.error ?? remove.error
  const [last] = deliveries
  return (
    <li className="rounded-md border border-line px-4 py-3 text-sm">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h3 className="font-medium">
          {name}
          {paused && <span className="ml-2 rounded-full bg-sunken px-2 py-0.5 text-xs font-normal">paused</span>}
        </h3>
        <div className="-mr-2 flex items-center gap-1">
          <a
            href={`${BASE_PATH}/commerce/reports/${id}/html`}
            target="_blank"
            rel="noreferrer"
            className="rounded-md px-2 py-1 text-accent hover:underline"
          >
            Look at it
          </a>
          <Button look="quiet" className="min-h-8 px-2 py-1" disabled={send.isPending} onClick={() => send.mutate()}>
            {send.isPending ? 'Sending…' : 'Send now'}
          </Button>
          <Button look="quiet" className="min-h-8 px-2 py-1" disabled={pause.isPending} onClick={() => pause.mutate()}>
            {paused ? 'Resume' : 'Pause'}
          </Button>
          <Button
            look="quiet"
            className="min-h-8 px-2 py-1"
            disabled={remove.isPending}
            aria-label={`Delete the report ${name}`}
            onClick={() => remove.mutate()}
          >
            Delete
          </Button>
        </div>
      </div>
      <p className="text-ink-soft">
        {dueWords(report, shop)} To {recipientWords(recipients)}.
      </p>
      {state.problem && <p className="mt-1 text-serious">{state.problem}</p>}
      {last && (
        <p className={`mt-1 ${last.state === 'sent' ? 'text-ink-faint' : 'text-serious'}`}>{deliveryWords(last)}</p>
      )}
      {error && (
        <p role="alert" className="mt-1 text-serious">
          {problemOf(error).message}
        </p>
      )}
    </li>
  )
}

function dueWords({ every, at, weekday, day }: CommerceReport, { timeZone }: Shop): string {
  const clock = `at ${at}, ${timeZone ?? 'UTC'}.`
  if (every === 'day') return `Every day ${clock}`
  return every === 'week' ? `Every ${WEEKDAYS[weekday - 1]} ${clock}` : `On day ${day} of every month ${clock}`
}
