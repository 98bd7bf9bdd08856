import { randomBytes } from 'node:crypto'
import {
  type CommerceCreatedReport,
  type CommerceReport,
  type CommerceReportChanges,
  CommerceReportRequest,
  type CommerceReportSent,
  CommerceReportState,
  type CommerceReportText,
} from '@zerosec/contract'
import { CodedError } from '@zerosec/errors'
import { z } from 'zod'
import { attempt, deliveriesOf, enqueue, forget, type Message } from '../delivery/outbox.ts'
import { checkRecipients, shownRecipients } from '../delivery/recipients.ts'
import { type Kept, KeptRecords } from '../keeping/kept-records.ts'
import { DIMENSIONS } from '../metrics/dimensions.ts'
import type { Shop } from '../service/shop.ts'
import type { AlertSettings } from '../watch/alerts.ts'
import { type ReportData, readReport } from './read-report.ts'
import { reportHtml, reportPlainText, reportTitle } from './report-html.ts'
import { lastSlot } from './report-time.ts'

export const MOST_REPORTS = 100
const SHOWN_DELIVERIES = 10

const ReportRecord = z.object({
  text: CommerceReportRequest,
  state: CommerceReportState,
  /** Webhooks are signed with it. */
  secret: z.string(),
  createdAt: z.string(),
})
type ReportRecord = Kept<z.output<typeof ReportRecord>>

const records = new KeptRecords('reports', ReportRecord)

/** A shop's numbers, sent by its clock. */
export class ScheduledReports {
  readonly #shop: Shop
  readonly #settings: AlertSettings

  constructor(shop: Shop, settings: AlertSettings) {
    this.#shop = shop
    this.#settings = settings
  }

  /** By name. */
  async list(): Promise<CommerceReport[]> {
    const views = await Promise.all((await records.list(this.#shop.place)).map((each) => this.#view(each)))
    return views.sort((a, b) => a.name.localeCompare(b.name, 'en'))
  }

  /** @throws CodedError commerce_report_unknown */
  async get(id: string): Promise<CommerceReport> {
    return this.#view(await this.#record(id))
  }

  /** It is sent first when it is due the next time. @throws CodedError commerce_dimension_unknown, commerce_recipient_invalid, commerce_reports_full */
  async create(request: CommerceReportText, now = new Date()): Promise<CommerceCreatedReport> {
    const text = checked(request)
    if ((await records.list(this.#shop.place)).length >= MOST_REPORTS) {
      throw new CodedError('commerce_reports_full', { limit: MOST_REPORTS })
    }
    const secret = `whsec_${randomBytes(24).toString('base64url')}`
    const state = { last_slot: lastSlot(text, now, await this.#zone()), sent_at: null, period: null, problem: null }
    const record = await records.add(this.#shop.place, { text, state, secret, createdAt: now.toISOString() })
    return { ...(await this.#view(record)), secret }
  }

  /** @throws CodedError commerce_report_unknown, and as `create` */
  async change(id: string, changes: CommerceReportChanges, now = new Date()): Promise<CommerceReport> {
    const record = await this.#record(id)
    const text = checked(CommerceReportRequest.parse({ ...record.text, ...changes }))
    // a time that is past by the new clock, or passed while it was paused, is not made up for
    const last_slot = lastSlot(text, now, await this.#zone())
    const after = { ...record, text, state: { ...record.state, last_slot } }
    await records.replace(this.#shop.place, after)
    return this.#view(after)
  }

  /** @throws CodedError commerce_report_unknown */
  async remove(id: string): Promise<void> {
    const record = await this.#record(id)
    await records.remove(this.#shop.place, record.id)
    await forget(this.#shop.place, record.id)
  }

  /** The page that would be sent now. @throws CodedError commerce_report_unknown, commerce_no_snapshot */
  async html(id: string): Promise<string> {
    const { text } = await this.#record(id)
    const data = await this.#read(text)
    return reportHtml({ text, data, link: this.#link(text, data) })
  }

  /** Sends it now, once; when it is due next does not change. @throws CodedError commerce_report_unknown, commerce_no_snapshot */
  async send(id: string): Promise<CommerceReportSent> {
    const record = await this.#record(id)
    const now = new Date()
    const data = await this.#read(record.text)
    const queued = await enqueue(this.#shop.place, this.#delivery(record, data, now), now)
    const sent = queued.map((each) => attempt(this.#shop.place, each, this.#settings, now, { isLast: true }))
    return { period: data.period.from, deliveries: await Promise.all(sent) }
  }

  async isDue(now: Date): Promise<boolean> {
    const all = (await records.list(this.#shop.place)).filter(({ text }) => !text.paused)
    if (all.length === 0) return false
    const zone = await this.#zone()
    return all.some((record) => lastSlot(record.text, now, zone) > record.state.last_slot)
  }

  /** Makes what is due, and writes down what is to be sent. Of several times that passed unseen the last is made up for. */
  async check(now: Date): Promise<void> {
    const zone = await this.#zone()
    for (const record of await records.list(this.#shop.place)) {
      const slot = lastSlot(record.text, now, zone)
      if (!record.text.paused && slot > record.state.last_slot) await this.#make(record, slot, now)
    }
  }

  async #make(record: ReportRecord, slot: string, now: Date): Promise<void> {
    const { place } = this.#shop
    try {
      const data = await this.#read(record.text)
      await enqueue(place, this.#delivery(record, data, now), now)
      const done = { sent_at: now.toISOString(), period: data.period.from, problem: null }
      await records.replace(place, { ...record, state: { last_slot: slot, ...done } })
    } catch (error) {
      if (!(error instanceof CodedError)) throw error
      await records.replace(place, { ...record, state: { ...record.state, last_slot: slot, problem: error.message } })
    }
  }

  #read(text: CommerceReportText): Promise<ReportData> {
    return this.#shop.ask((questions) => readReport(questions, text))
  }

  #delivery({ id, text, secret }: ReportRecord, data: ReportData, now: Date) {
    const link = this.#link(text, data)
    const written = { text, data, link }
    const html = reportHtml(written)
    const { figures, period, previous, unusual, snapshotId } = data
    const message: Message = {
      subject: reportTitle(written),
      text: reportPlainText(written),
      html,
      body: JSON.stringify({
        event: 'report',
        sent_at: now.toISOString(),
        workspace: this.#shop.place.workspace,
        report: { report_id: id, name: text.name, every: text.every, filters: text.filters },
        period: { from: period.from, to: period.to },
        previous_period: previous,
        figures: figures.map(({ metric, label, unit, value, before, delta }) => ({
          metric,
          label,
          unit,
          value,
          previous: before,
          delta,
        })),
        unusual,
        snapshot_id: snapshotId,
        link,
        html,
      }),
    }
    return { owner: id, event: 'report', recipients: text.recipients, secret, message }
  }

  #link({ filters }: CommerceReportText, { period }: ReportData): string | null {
    const { pageUrl } = this.#settings
    if (pageUrl === undefined) return null
    const chosen = filters.flatMap((filter) =>
      filter.is === 'in' ? filter.values.map((value) => [filter.dimension, String(value)]) : [],
    )
    return `${pageUrl}/shop/?${String(new URLSearchParams([['from', period.from], ['to', period.to], ...chosen]))}`
  }

  /** Of the shop; before the first load UTC. */
  async #zone(): Promise<string> {
    try {
      return (await this.#shop.timeZone()) ?? 'UTC'
    } catch (error) {
      if (error instanceof CodedError) return 'UTC'
      throw error
    }
  }

  async #record(id: string): Promise<ReportRecord> {
    const record = await records.get(this.#shop.place, id.toLowerCase())
    if (!record) throw new CodedError('commerce_report_unknown', { report: id })
    return record
  }

  async #view({ id, text, state, createdAt }: ReportRecord): Promise<CommerceReport> {
    const deliveries = await deliveriesOf(this.#shop.place, id, SHOWN_DELIVERIES)
    const recipients = shownRecipients(text.recipients)
    return { report_id: id, ...text, recipients, state, created_at: createdAt, deliveries }
  }
}

function checked(text: CommerceReportText): CommerceReportText {
  const unknown = text.filters.find(({ dimension }) => !Object.hasOwn(DIMENSIONS, dimension))
  if (unknown) {
    throw new CodedError('commerce_dimension_unknown', {
      dimension: unknown.dimension,
      known: Object.keys(DIMENSIONS),
    })
  }
  checkRecipients(text.recipients)
  return text
}
