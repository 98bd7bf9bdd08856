'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { CommerceAlert, CommerceAlertTest } from '@zerosec/contract'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { problemOf } from '../api/problem.ts'
import { Button } from '../controls/button.tsx'
import { Notice } from '../controls/notice.tsx'
import { AlertForm } from './alert-form.tsx'
import { conditionWords } from './alert-words.ts'
import { deliveryWords } from './delivery-words.ts'
import { DialogSection } from './dialog-section.tsx'
import { NewSecret } from './new-secret.tsx'
import { recipientWords } from './recipients-field.tsx'
import { ShopDialog } from './shop-dialog.tsx'
import type { Shop } from './use-shop.ts'

/** What the team wants to be told of. */
export function AlertsDialog({ shop, onClose }: { shop: Shop; onClose: () => void }) {
  const client = useQueryClient()
  const alerts = useQuery({ queryKey: ['alerts'], queryFn: ({ signal }) => api.commerce.alerts.list({ signal }) })
  const refresh = () => client.invalidateQueries({ queryKey: ['alerts'] })
  const [secret, setSecret] = useState<string | null>(null)
  return (
    <ShopDialog
      isOpen
      onClose={onClose}
      title="Alerts"
      about="Looked at after each load and every hour: the last day, week or month that is over. Told once for each, and when it is over."
    >
      {alerts.error && (
        <div className="mt-4">
          <Notice level="serious" alert>
            {problemOf(alerts.error).message}
          </Notice>
        </div>
      )}
      {alerts.data?.length === 0 && <p className="mt-4 text-sm text-ink-faint">There is no alert yet.</p>}
      <ul className="mt-4 space-y-3">
        {alerts.data?.map((alert) => (
          <AlertRow key={alert.alert_id} alert={alert} shop={shop} onChange={refresh} />
        ))}
      </ul>
      {secret !== null && (
        <div className="mt-4">
          <NewSecret secret={secret} />
        </div>
      )}
      <DialogSection title="New alert">
        <AlertForm
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

interface AlertRowProps {
  readonly alert: CommerceAlert
  readonly shop: Shop
  readonly onChange: () => Promise<unknown>
}

function AlertRow({ alert, shop, onChange }: AlertRowProps) {
  const { alert_id: id, name, recipients, paused, state, deliveries } = alert
  const test = useMutation({ mutationFn: () => api.commerce.alerts.test(id), onSuccess: onChange })
  const pause = useMutation({
    mutationFn: () => api.commerce.alerts.change(id, { paused: !paused }),
    onSuccess: onChange,
  })
  const remove = useMutation({ mutationFn: () => api.commerce.alerts.remove(id), onSuccess: onChange })
  const error = test.error ?? pause.error ?? remove.error
  const tested = test.data
  const [last] = deliveries
  return (
    <li className="rounded-md border border-line px-4 py-3 text-sm">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h3 className="font-medium">
          {name} <StateWord alert={alert} />
        </h3>
        <div className="-mr-2 flex gap-1">
          <Button look="quiet" className="min-h-8 px-2 py-1" disabled={test.isPending} onClick={() => test.mutate()}>
            {test.isPending ? 'Testing…' : 'Test now'}
          </Button>
          <Button look="quiet" className="min-h-8 px-2 py-1" disabled={pause.isPending} onClick={() => pause.mutate()}>
            {paused ? 'Resume' : 'Pause'}
          </Button>
          <Button
            look="quiet"
            className="min-h-8 px-2 py-1"
            disabled={remove.isPending}
            aria-label={`Delete the alert ${name}`}
            onClick={() => remove.mutate()}
          >
            Delete
          </Button>
        </div>
      </div>
      <p className="text-ink-soft">
        {conditionWords(alert, shop)} To {recipientWords(recipients)}.
      </p>
      {state.sentence && <p className="mt-1 text-ink-soft">Last looked at: {state.sentence}</p>}
      {state.problem && <p className="mt-1 text-serious">{state.problem}</p>}
      {last && !tested && <p className="mt-1 text-ink-faint">{deliveryWords(last)}</p>}
      {tested && <Tested tested={tested} />}
      {error && (
        <p role="alert" className="mt-1 text-serious">
          {problemOf(error).message}
        </p>
      )}
    </li>
  )
}

function Tested({ tested }: { tested: CommerceAlertTest }) {
  return (
    <div role="status" className="mt-2 rounded-md bg-sunken px-3 py-2 text-ink-soft">
      <p>
        {tested.sentence} The condition is {tested.is_met ? '' : 'not '}met.
      </p>
      {tested.deliveries.map((delivery) => (
        <p key={delivery.to} className={delivery.state === 'sent' ? '' : 'text-serious'}>
          {deliveryWords(delivery)}
        </p>
      ))}
    </div>
  )
}

function StateWord({ alert: { paused, state } }: { alert: CommerceAlert }) {
  const [word, look] = paused
    ? ['paused', 'bg-sunken text-ink-faint']
    : state.is_firing
      ? ['firing', 'bg-serious-soft text-serious']
      : state.checked_at === null
        ? ['not looked at yet', 'bg-sunken text-ink-faint']
        : ['quiet', 'bg-sunken text-ink-soft']
  return <span className={`ml-1 rounded-full px-2 py-0.5 text-xs font-normal ${look}`}>{word}</span>
}
