import type { CommerceAlertText } from '@zerosec/contract'
import type { Message } from '../delivery/outbox.ts'
import { escaped } from '../wording/escaped.ts'
import type { AlertEvent } from './alert-state.ts'
import type { Found } from './check-alert.ts'

interface Told {
  readonly alertId: string
  readonly alert: CommerceAlertText
  readonly event: AlertEvent | 'test'
  readonly found: Found
  readonly workspace: string
  readonly snapshotId: string
  /** The page, where its address is known. */
  readonly link: string | null
  readonly now: Date
}

const WORDS: Readonly<Record<Told['event'], string>> = { firing: 'Alert', over: 'Over', test: 'Test' }

/** An alert as mail and as JSON. */
export function alertMessage({ alertId, alert, event, found, workspace, snapshotId, link, now }: Told): Message {
  const { name, metric, grain, filters, condition } = alert
  const { isMet, period, value, sentence } = found
  const note = event === 'test' ? `This is a test. The condition is ${isMet ? '' : 'not '}met.` : ''
  const lines = [sentence, note, link ?? ''].filter((line) => line !== '')
  return {
    subject: `${WORDS[event]}: ${name}`,
    text: `${lines.join('\n\n')}\n`,
    html: `<!doctype html><html lang="en"><meta charset="utf-8"><body style="font:15px/1.5 system-ui,sans-serif;color:#1d2330">
<p style="font-size:17px;font-weight:600">${escaped(`${WORDS[event]}: ${name}`)}</p>
<p>${escaped(sentence)}</p>${note === '' ? '' : `<p>${escaped(note)}</p>`}
${link === null ? '' : `<p><a href="${escaped(link)}">Show the shop</a></p>`}</body></html>`,
    body: JSON.stringify({
      event: `alert.${event}`,
      sent_at: now.toISOString(),
      workspace,
      alert: { alert_id: alertId, name, metric, grain, filters, condition },
      is_met: isMet,
      period,
      value,
      sentence,
      snapshot_id: snapshotId,
      link,
    }),
  }
}
