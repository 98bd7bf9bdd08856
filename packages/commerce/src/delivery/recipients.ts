import type { CommerceRecipient } from '@zerosec/contract'
import { CodedError } from '@zerosec/errors'
import { webhookUrl } from './post-webhook.ts'

/** @throws CodedError commerce_recipient_invalid */
export function checkRecipients(recipients: readonly CommerceRecipient[]): void {
  for (const recipient of recipients) {
    if (recipient.by !== 'webhook') continue
    try {
      webhookUrl(recipient.url)
    } catch (error) {
      const problem = error instanceof Error ? error.message : 'it is no URL'
      throw new CodedError('commerce_recipient_invalid', { recipient: shownUrl(recipient.url), problem })
    }
  }
}

/** As anyone who reads may see them: of many services' webhooks the path is the secret. */
export function shownRecipients(recipients: readonly CommerceRecipient[]): CommerceRecipient[] {
  return recipients.map((each) => (each.by === 'webhook' ? { by: 'webhook', url: shownUrl(each.url) } : each))
}

export function shownUrl(text: string): string {
  if (!URL.canParse(text)) return '…'
  const { origin, pathname, search } = new URL(text)
  return pathname.length > 1 || search !== '' ? `${origin}/…` : origin
}
