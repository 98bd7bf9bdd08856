'use client'

import type { CommerceRecipient } from '@zerosec/contract'
import { useState } from 'react'
import { formText } from './form-text.ts'

/**
 * Where something is sent: by e-mail, or by webhook. Both stand in one form under the names `by` and `address`. Of several recipients,
 * which programs may give, there is no field: they stay.
 *
 * @param before  it is changed; undefined of something new
 */
export function RecipientsField({ before }: { before: readonly CommerceRecipient[] | undefined }) {
  const [known] = before ?? []
  const [by, setBy] = useState<CommerceRecipient['by']>(known?.by ?? 'email')
  if (before && before.length > 1)
    return <p className="text-ink-faint">Sent, as before, to {recipientWords(before)}.</p>
  return (
    <div className="grid grid-cols-[auto_minmax(0,1fr)] items-end gap-2">
      <label className="label">
        Send by
        <select
          name="by"
          className="field mt-0.5"
          value={by}
          onChange={({ target }) => setBy(target.value === 'webhook' ? 'webhook' : 'email')}
        >
          <option value="email">E-mail</option>
          <option value="webhook">Webhook</option>
        </select>
      </label>
      <label className="label">
        {by === 'email' ? 'Addresses, with commas between them' : 'URL that takes JSON by POST'}
        <input
          key={by}
          name="address"
          required
          defaultValue={known?.by === by ? addressOf(known) : ''}
          type={by === 'email' ? 'text' : 'url'}
          placeholder={by === 'email' ? 'anna@example.com' : 'https://example.com/hook'}
          className="field mt-0.5"
        />
      </label>
    </div>
  )
}

/** What a form with the field says; of one without it, those that there were. */
export function recipientsOf(form: FormData, before: readonly CommerceRecipient[] = []): CommerceRecipient[] {
  if (before.length > 1) return [...before]
  const address = formText(form, 'address')
  if (form.get('by') === 'webhook') return [{ by: 'webhook', url: address }]
  return [{ by: 'email', to: address.split(/[\s,;]+/).filter((each) => each !== '') }]
}

/** The secret that signs what is sent, where anything is that it signs: it is shown once. */
export function secretOf({ recipients, secret }: { recipients: readonly CommerceRecipient[]; secret: string }) {
  return recipients.some(({ by }) => by === 'webhook') ? secret : null
}

function addressOf(recipient: CommerceRecipient): string {
  return recipient.by === 'webhook' ? recipient.url : recipient.to.join(', ')
}

export function recipientWords(recipients: readonly CommerceRecipient[]): string {
  return recipients.map((each) => (each.by === 'webhook' ? each.url : each.to.join(', '))).join('; ')
}
