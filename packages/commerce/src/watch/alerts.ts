import { randomBytes } from 'node:crypto'
import {
  type CommerceAlert,
  type CommerceAlertChanges,
  CommerceAlertRequest,
  CommerceAlertState,
  type CommerceAlertTest,
  type CommerceAlertText,
  type CommerceCreatedAlert,
} from '@zerosec/contract'
import { CodedError } from '@zerosec/errors'
import { z } from 'zod'
import { attempt, deliveriesOf, enqueue, forget, type OutboxSettings } from '../delivery/outbox.ts'
import { checkRecipients, shownRecipients } from '../delivery/recipients.ts'
import { type Kept, KeptRecords } from '../keeping/kept-records.ts'
import { catalogueView } from '../metrics/catalogue-view.ts'
import type { Shop } from '../service/shop.ts'
import { alertMessage } from './alert-message.ts'
import { type AlertEvent, nextState, UNCHECKED } from './alert-state.ts'
import { checkAlert, type Found } from './check-alert.ts'

export const MOST_ALERTS = 200
const SHOWN_DELIVERIES = 10
/** Without a new snapshot an alert is looked at so often: data grow old by themselves. */
const LOOK_AGAIN_MS = 3_600_000

const AlertRecord = z.object({
  text: CommerceAlertRequest,
  state: CommerceAlertState,
  /** Webhooks are signed with it. */
  secret: z.string(),
  createdAt: z.string(),
})
type AlertRecord = Kept<z.output<typeof AlertRecord>>

const records = new KeptRecords('alerts', AlertRecord)

export interface AlertSettings extends OutboxSettings {
  /** Of the page; undefined where nobody has said it. */
  readonly pageUrl?: string | undefined
}

/** What the team of a shop wants to be told of. */
export class Alerts {
  readonly #shop: Shop
  readonly #settings: AlertSettings

  constructor(shop: Shop, settings: AlertSettings) {
    this.#shop = shop
    this.#settings = settings
  }

  /** By name. */
  async list(): Promise<CommerceAlert[]> {
    const all = await records.list(this.#shop.place)
    const views = await Promise.all(all.map((each) => this.#view(each)))
    return views.sort((a, b) => a.name.localeCompare(b.name, 'en'))
  }

  /** @throws CodedError commerce_alert_unknown */
  async get(id: string): Promise<CommerceAlert> {
    return this.#view(await this.#record(id))
  }

  /** @throws CodedError commerce_metric_unknown, commerce_dimension_unavailable, commerce_recipient_invalid, commerce_alerts_full */
  async create(request: CommerceAlertText): Promise<CommerceCreatedAlert> {
    const text = checked(request)
    if ((await records.list(this.#shop.place)).length >= MOST_ALERTS) {
      throw new CodedError('commerce_alerts_full', { limit: MOST_ALERTS })
    }
    const secret = `whsec_${randomBytes(24).toString('base64url')}`
    const createdAt = new Date().toISOString()
    const record = await records.add(this.#shop.place, { text, state: UNCHECKED, secret, createdAt })
    return { ...(await this.#view(record)), secret }
  }

  /** What it fired for before does not hold for another condition. @throws CodedError commerce_alert_unknown, and as `create` */
  async change(id: string, changes: CommerceAlertChanges): Promise<CommerceAlert> {
    const record = await this.#record(id)
    const text = checked(CommerceAlertRequest.parse({ ...record.text, ...changes }))
    const { metric, filters, grain, condition } = changes
    const isAnother = [metric, filters, grain, condition].some((each) => each !== undefined)
    const after = { ...record, text, state: isAnother ? UNCHECKED : record.state }
    await records.replace(this.#shop.place, after)
    return this.#view(after)
  }

  /** @throws CodedError commerce_alert_unknown */
  async remove(id: string): Promise<void> {
    await this.#record(id)
    await records.remove(this.#shop.place, id)
    await forget(this.#shop.place, id)
  }

  /** Looks now, and sends what it finds to all recipients, once, marked as a test; what is remembered stays. @throws CodedError commerce_alert_unknown, commerce_no_snapshot */
  async test(id: string): Promise<CommerceAlertTest> {
    const { place } = this.#shop
    const record = await this.#record(id)
    const now = new Date()
    const { found, snapshotId } = await this.#look(record, now)
    const queued = await enqueue(place, this.#delivery(record, 'test', found, snapshotId, now), now)
    const sent = queued.map((each) => attempt(place, each, this.#settings, now, { isLast: true }))
    const { isMet, ...rest } = found
    return { is_met: isMet, ...rest, deliveries: await Promise.all(sent) }
  }

  /** Whether any alert is to be looked at, for a snapshot that serves by now. */
  async isDue(snapshotId: string, now: Date): Promise<boolean> {
    return (await records.list(this.#shop.place)).some((record) => isDue(record, snapshotId, now))
  }

  /** Looks at all that are due, and writes down what is to be sent. */
  async check(snapshotId: string, now: Date): Promise<void> {
    for (const record of await records.list(this.#shop.place)) {
      if (isDue(record, snapshotId, now)) await this.#check(record, snapshotId, now)
    }
  }

  /** What can't be checked says why, and the others are checked all the same. */
  async #check(record: AlertRecord, serves: string, now: Date): Promise<void> {
    const { place } = this.#shop
    try {
      const { found, snapshotId } = await this.#look(record, now)
      const { state, event } = nextState(record.state, found, { snapshotId, now })
      // first what is to be sent: a crash in between sends it twice rather than never
      if (event) await enqueue(place, this.#delivery(record, event, found, snapshotId, now), now)
      await this.#keepState(record, state)
    } catch (error) {
      if (!(error instanceof CodedError)) throw error
      const at = { checked_at: now.toISOString(), snapshot_id: serves }
      await this.#keepState(record, { ...record.state, problem: error.message, ...at })
    }
  }

  /** Unless it was changed or removed meanwhile. */
  async #keepState(record: AlertRecord, state: CommerceAlertState): Promise<void> {
    const current = await records.get(this.#shop.place, record.id)
    if (current && JSON.stringify(current.text) === JSON.stringify(record.text)) {
      await records.replace(this.#shop.place, { ...current, state })
    }
  }

  #look({ text }: AlertRecord, now: Date): Promise<{ found: Found; snapshotId: string }> {
    return this.#shop.ask(async (questions) => ({
      found: await checkAlert(questions, text, now),
      snapshotId: questions.snapshotId,
    }))
  }

  #delivery(record: AlertRecord, event: AlertEvent | 'test', found: Found, snapshotId: string, now: Date) {
    const { id, text, secret } = record
    const { workspace } = this.#shop.place
    const { pageUrl } = this.#settings
    const link = pageUrl === undefined ? null : `${pageUrl}/shop/?metric=${encodeURIComponent(text.metric)}`
    const message = alertMessage({ alertId: id, alert: text, event, found, workspace, snapshotId, link, now })
    return { owner: id, event: `alert.${event}`, recipients: text.recipients, secret, message }
  }

  async #record(id: string): Promise<AlertRecord> {
    const record = await records.get(this.#shop.place, id.toLowerCase())
    if (!record) throw new CodedError('commerce_alert_unknown', { alert: id })
    return record
  }

  async #view({ id, text, state, createdAt }: AlertRecord): Promise<CommerceAlert> {
    const deliveries = await deliveriesOf(this.#shop.place, id, SHOWN_DELIVERIES)
    return {
      alert_id: id,
      ...text,
      recipients: shownRecipients(text.recipients),
      state,
      created_at: createdAt,
      deliveries,
    }
  }
}

function isDue({ text, state }: AlertRecord, snapshotId: string, now: Date): boolean {
  if (text.paused) return false
  const { checked_at: at } = state
  if (at === null || now.getTime() - Date.parse(at) > LOOK_AGAIN_MS) return true
  return state.snapshot_id !== snapshotId
}

function checked(text: CommerceAlertText): CommerceAlertText {
  const [metric] = catalogueView(text.metric).metrics
  const known = metric?.dimensions ?? []
  const dimensions = text.filters.map(({ dimension }) => dimension).filter((name) => !known.includes(name))
  if (dimensions.length > 0) {
    throw new CodedError('commerce_dimension_unavailable', { metric: text.metric, dimensions, known })
  }
  checkRecipients(text.recipients)
  return text
}
