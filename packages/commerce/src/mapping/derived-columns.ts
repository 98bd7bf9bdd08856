import type { SourceTable } from '../model/source-tables.ts'

/** Days that follow from an instant and the store's zone: a mapping gives the instant alone. */
export const DAYS_OF_INSTANTS: Readonly<
  Partial<Record<SourceTable, { readonly day: string; readonly instant: string }>>
> = {
  orders: { day: 'business_date', instant: 'ordered_at' },
  refunds: { day: 'refund_date', instant: 'refunded_at' },
  sessions: { day: 'session_date', instant: 'started_at' },
}
