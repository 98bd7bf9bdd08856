'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { BASE_PATH, type CommerceReport } from '@zerosec/contract'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { problemOf } from '../api/problem.ts'
import { Notice } from '../controls/notice.tsx'
import { deliveryWords } from './delivery-words.ts'
import { DialogSection } from './dialog-section.tsx'
import { NewSecret } from './new-secret.tsx'
import { recipientWords } from './recipients-field.tsx'
import { ReportForm, WEEKDAYS } from './report-form.tsx'
import { RowButton, SentRow } from './sent-row.tsx'
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
          onSaved={async (secretOfIt) => {
            setSecret(secretOfIt)
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
  const [isChanging, setIsChanging] = useState(false)
  const saved = async () => {
    await onChange()
    setIsChanging(false)
  }
  const [last] = deliveries
  return (
    <SentRow
      what="report"
      name={name}
      state={paused && <span className="ml-1 rounded-full bg-sunken px-2 py-0.5 text-xs font-normal">paused</span>}
      words={`${dueWords(report, shop)} To ${recipientWords(recipients)}.`}
      paused={paused}
      actions={
        <>
          <a
            href={`${BASE_PATH}/commerce/reports/${id}/html`}
            target="_blank"
            rel="noreferrer"
            className="rounded-md px-2 py-1 text-accent hover:underline"
          >
            Look at it
          </a>
          <RowButton isOff={send.isPending} onClick={() => send.mutate()}>
            {send.isPending ? 'Sending…' : 'Send now'}
          </RowButton>
        </>
      }
      error={send.error}
      onPause={(next) => api.commerce.reports.change(id, { paused: next }).then(onChange)}
      onDelete={() => api.commerce.reports.remove(id).then(onChange)}
      isChanging={isChanging}
      onChanging={setIsChanging}
      form={<ReportForm shop={shop} report={report} onSaved={saved} />}
    >
      {state.problem && <p className="mt-1 text-serious">{state.problem}</p>}
      {last && (
        <p className={`mt-1 ${last.state === 'sent' ? 'text-ink-faint' : 'text-serious'}`}>{deliveryWords(last)}</p>
      )}
    </SentRow>
  )
}

function dueWords({ every, at, weekday, day }: CommerceReport, { timeZone }: Shop): string {
  const clock = `at ${at}, ${timeZone ?? 'UTC'}.`
  if (every === 'day') return `Every day ${clock}`
  return every === 'week' ? `Every ${WEEKDAYS[weekday - 1]} ${clock}` : `On day ${day} of every month ${clock}`
}
