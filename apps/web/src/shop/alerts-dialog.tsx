'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { CommerceAlert, CommerceAlertTest } from '@zerosec/contract'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { problemOf } from '../api/problem.ts'
import { Notice } from '../controls/notice.tsx'
import { AlertForm } from './alert-form.tsx'
import { conditionWords } from './alert-words.ts'
import { deliveryWords } from './delivery-words.ts'
import { DialogSection } from './dialog-section.tsx'
import { NewSecret } from './new-secret.tsx'
import { recipientWords } from './recipients-field.tsx'
import { RowButton, SentRow } from './sent-row.tsx'
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
          onSaved={async (secretOfIt) => {
            setSecret(secretOfIt)
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
  const tested = test.data
  const [isChanging, setIsChanging] = useState(false)
  const saved = async () => {
    await onChange()
    setIsChanging(false)
  }
  const [last] = deliveries
  return (
    <SentRow
      what="alert"
      name={name}
      state={<StateWord alert={alert} />}
      words={`${conditionWords(alert, shop)} To ${recipientWords(recipients)}.`}
      paused={paused}
      actions={
        <RowButton isOff={test.isPending} onClick={() => test.mutate()}>
          {test.isPending ? 'Testing…' : 'Test now'}
        </RowButton>
      }
      error={test.error}
      onPause={(next) => api.commerce.alerts.change(id, { paused: next }).then(onChange)}
      onDelete={() => api.commerce.alerts.remove(id).then(onChange)}
      isChanging={isChanging}
      onChanging={setIsChanging}
      form={<AlertForm shop={shop} alert={alert} onSaved={saved} />}
    >
      {state.sentence && <p className="mt-1 text-ink-soft">Last looked at: {state.sentence}</p>}
      {state.problem && <p className="mt-1 text-serious">{state.problem}</p>}
      {last && !tested && <p className="mt-1 text-ink-faint">{deliveryWords(last)}</p>}
      {tested && <Tested tested={tested} />}
    </SentRow>
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
