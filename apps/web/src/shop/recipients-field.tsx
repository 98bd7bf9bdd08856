'use client'

import type { CommerceRecipient } from '@zerosec/contract'
import { useState } from 'react'
import { formText } from './form-text.ts'

/** Where something is sent: by e-mail, or by webhook. Both stand in one form under the names `by` and `address`. */
export function RecipientsField() {
  const [by, setBy] = useState<CommerceRecipient['by']>('email')
  return (
    <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-2">
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
          type={by === 'email' ? 'text' : 'url'}
          placeholder={by === 'email' ? 'anna@example.com' : 'https://example.com/hook'}
          className="field mt-0.5"
        />
      </label>
    </div>
  )
}

/** What a form with the field says. */
export function recipientOf(form: FormData): CommerceRecipient {
  const address = formText(form, 'address')
  if (form.get('by') === 'webhook') return { by: 'webhook', url: address }
  return { by: 'email', to: address.split(/[\s,;]+/).filter((each) => each !== '') }
}

export function recipientWords(recipients: readonly CommerceRecipient[]): string {
  return recipients.map((each) => (each.by === 'webhook' ? each.url : each.to.join(', '))).join('; ')
}
