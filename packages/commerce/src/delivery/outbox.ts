import { randomUUID } from 'node:crypto'
import { mkdir, open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { type CommerceDelivery, CommerceRecipient } from '@zerosec/contract'
import { z } from 'zod'
import { type Kept, KeptRecords } from '../keeping/kept-records.ts'
import type { SnapshotPlace } from '../snapshots/place.ts'
import { mailFile } from './mail-file.ts'
import { postWebhook, type WebhookRules } from './post-webhook.ts'
import { shownUrl } from './recipients.ts'

/** What is to reach someone, in both forms. */
const Message = z.object({
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  /** JSON, for webhooks. */
  body: z.string(),
})
export type Message = z.infer<typeof Message>

const Delivery = z.object({
  /** The alert or report that it is of. */
  owner: z.string(),
  event: z.string(),
  recipient: CommerceRecipient,
  secret: z.string(),
  message: Message,
  state: z.enum(['waiting', 'sent', 'failed']),
  attempts: z.number(),
  problem: z.string().nullable(),
  at: z.string(),
  /** When it is tried next. */
  nextAt: z.string(),
})
type Delivery = z.infer<typeof Delivery>

export interface NewDelivery {
  readonly owner: string
  readonly event: string
  readonly recipients: readonly CommerceRecipient[]
  readonly secret: string
  readonly message: Message
}

export interface OutboxSettings extends WebhookRules {
  /** Whom e-mails are from. */
  readonly mailFrom: string
}

/** Before the second attempt and those after it: in all somewhat over two hours. */
const PAUSES_MS = [5000, 30_000, 120_000, 600_000, 1_800_000, 3_600_000]
/** Deliveries that have ended are remembered, so many of a workspace. */
const KEPT = 100

const NOTHING: Message = { subject: '', text: '', html: '', body: '' }

const deliveries = new KeptRecords('deliveries', Delivery)

/** Writes down what is to be sent, before anything is: what a crash leaves is sent by whoever comes next. */
export async function enqueue(place: SnapshotPlace, wanted: NewDelivery, now: Date): Promise<Kept<Delivery>[]> {
  const { owner, event, recipients, secret, message } = wanted
  const added: Kept<Delivery>[] = []
  for (const recipient of recipients) {
    const times = { at: now.toISOString(), nextAt: now.toISOString() }
    const content = { owner, event, recipient, secret, message, state: 'waiting', attempts: 0, problem: null, ...times }
    added.push(await deliveries.add(place, content as Delivery))
  }
  return added
}

/** Whether anything is due. */
export async function hasDue(place: SnapshotPlace, now: Date): Promise<boolean> {
  return (await deliveries.list(place)).some((delivery) => isDue(delivery, now))
}

/** Tries what is due, each once. */
export async function sendDue(place: SnapshotPlace, settings: OutboxSettings, now: Date): Promise<void> {
  const all = await deliveries.list(place)
  await Promise.all(all.filter((each) => isDue(each, now)).map((each) => attempt(place, each, settings, now)))
  const ended = all.filter(({ state }) => state !== 'waiting').sort((a, b) => (a.at < b.at ? 1 : -1))
  for (const { id } of ended.slice(KEPT)) await deliveries.remove(place, id)
}

/** Tries a delivery once, and writes down what came of it; one that has failed too often is given up. */
export async function attempt(
  place: SnapshotPlace,
  delivery: Kept<Delivery>,
  settings: OutboxSettings,
  now: Date,
  { isLast = false } = {},
): Promise<CommerceDelivery> {
  const attempts = delivery.attempts + 1
  const problem = await send(place, delivery, settings, now)
  const pause = isLast ? undefined : PAUSES_MS[attempts - 1]
  const state = problem === null ? 'sent' : pause === undefined ? 'failed' : 'waiting'
  const nextAt = new Date(now.getTime() + (pause ?? 0)).toISOString()
  // what has ended is looked at every few seconds, and need not be read whole
  const message = state === 'waiting' ? delivery.message : NOTHING
  const after: Kept<Delivery> = { ...delivery, message, attempts, problem, state, at: now.toISOString(), nextAt }
  await deliveries.replace(place, after)
  return deliveryView(after)
}

/** What was sent for an alert or report, the newest first. */
export async function deliveriesOf(place: SnapshotPlace, owner: string, most: number): Promise<CommerceDelivery[]> {
  const own = (await deliveries.list(place)).filter((each) => each.owner === owner)
  return own
    .sort((a, b) => (a.at < b.at ? 1 : -1))
    .slice(0, most)
    .map(deliveryView)
}

/** What waits for an alert or report that is gone goes with it. */
export async function forget(place: SnapshotPlace, owner: string): Promise<void> {
  for (const each of await deliveries.list(place)) if (each.owner === owner) await deliveries.remove(place, each.id)
}

function isDue({ state, nextAt }: Delivery, now: Date): boolean {
  return state === 'waiting' && nextAt <= now.toISOString()
}

/** @returns why it did not arrive, in words; null where it did */
async function send(
  place: SnapshotPlace,
  { id, recipient, secret, message }: Kept<Delivery>,
  settings: OutboxSettings,
  now: Date,
): Promise<string | null> {
  try {
    if (recipient.by === 'webhook') {
      await postWebhook({ url: recipient.url, secret, deliveryId: id, body: message.body }, settings, now)
    } else {
      await writeMail(place, mailFile({ from: settings.mailFrom, to: recipient.to, date: now, ...message }), now)
    }
    return null
  } catch (error) {
    return error instanceof Error ? error.message : 'it failed'
  }
}

/** A mail server that looks into the folder never sees half a message. */
async function writeMail({ folder }: SnapshotPlace, content: string, now: Date): Promise<void> {
  const outbox = join(folder, 'outbox')
  await mkdir(outbox, { recursive: true, mode: 0o700 })
  const name = `${now.toISOString().replaceAll(/[-:.]/g, '')}-${randomUUID().slice(0, 8)}.eml`
  const next = join(outbox, `.${name}.next`)
  const file = await open(next, 'wx', 0o600)
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(next, join(outbox, name))
}

function deliveryView({ recipient, event, state, attempts, problem, at }: Delivery): CommerceDelivery {
  const to = recipient.by === 'webhook' ? shownUrl(recipient.url) : recipient.to.join(', ')
  return { to, event, state, attempts, problem, at }
}
