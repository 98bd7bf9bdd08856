import {
  BASE_PATH,
  type CommerceAlert,
  type CommerceAlertChanges,
  type CommerceAlertRequest,
  type CommerceAlerts,
  type CommerceAlertTest,
  type CommerceCreatedAlert,
  type CommerceCreatedReport,
  type CommerceReport,
  type CommerceReportChanges,
  type CommerceReportRequest,
  type CommerceReportSent,
  type CommerceReports,
  type CommerceView,
  type CommerceViewChanges,
  type CommerceViewRequest,
  type CommerceViews,
} from '@zerosec/contract'
import type { Call, Transport } from './transport.ts'

type Options = Pick<Call, 'signal'>

/** Views of the shop's page that were saved under a name. */
export interface CommerceViewCalls {
  list(options?: Options): Promise<CommerceView[]>
  create(view: CommerceViewRequest, options?: Options): Promise<CommerceView>
  change(viewId: string, changes: CommerceViewChanges, options?: Options): Promise<CommerceView>
  remove(viewId: string, options?: Options): Promise<void>
}

/** What a shop's team wants to be told of. */
export interface CommerceAlertCalls {
  list(options?: Options): Promise<CommerceAlert[]>
  get(alertId: string, options?: Options): Promise<CommerceAlert>
  /** The secret that webhooks are signed with is in this answer alone. */
  create(alert: CommerceAlertRequest, options?: Options): Promise<CommerceCreatedAlert>
  change(alertId: string, changes: CommerceAlertChanges, options?: Options): Promise<CommerceAlert>
  remove(alertId: string, options?: Options): Promise<void>
  /** Looks now, and sends what is found, marked as a test. */
  test(alertId: string, options?: Options): Promise<CommerceAlertTest>
}

/** A shop's numbers, sent by its clock. */
export interface CommerceReportCalls {
  list(options?: Options): Promise<CommerceReport[]>
  get(reportId: string, options?: Options): Promise<CommerceReport>
  /** The secret that webhooks are signed with is in this answer alone. */
  create(report: CommerceReportRequest, options?: Options): Promise<CommerceCreatedReport>
  change(reportId: string, changes: CommerceReportChanges, options?: Options): Promise<CommerceReport>
  remove(reportId: string, options?: Options): Promise<void>
  /** Sends it now. */
  send(reportId: string, options?: Options): Promise<CommerceReportSent>
}

export interface CommerceDeskCalls {
  readonly views: CommerceViewCalls
  readonly alerts: CommerceAlertCalls
  readonly reports: CommerceReportCalls
}

export function commerceDeskCalls(transport: Transport): CommerceDeskCalls {
  const json = <T>(...call: Parameters<Transport['json']>) => transport.json<T>(...call)
  const at = (kind: string, id?: string) =>
    `${BASE_PATH}/commerce/${kind}${id === undefined ? '' : `/${encodeURIComponent(id)}`}`
  /** What all three have in common. Creating and sending go once: a try that was lost on its way back may have done it. */
  const callsOf = (kind: string) => ({
    read: <T>(id?: string, options?: Options) => json<T>('GET', at(kind, id), undefined, options),
    create: <T>(body: unknown, options?: Options) => json<T>('POST', at(kind), body, { ...options, once: true }),
    change: <T>(id: string, body: unknown, options?: Options) => json<T>('PATCH', at(kind, id), body, options),
    act: <T>(id: string, what: string, options?: Options) =>
      json<T>('POST', `${at(kind, id)}/${what}`, undefined, { ...options, once: true }),
    remove: async (id: string, options?: Options) => {
      await json('DELETE', at(kind, id), undefined, { ...options, once: true })
    },
  })
  const [views, alerts, reports] = [callsOf('views'), callsOf('alerts'), callsOf('reports')]
  return {
    views: {
      list: async (options) => (await views.read<CommerceViews>(undefined, options)).views,
      create: views.create,
      change: views.change,
      remove: views.remove,
    },
    alerts: {
      list: async (options) => (await alerts.read<CommerceAlerts>(undefined, options)).alerts,
      get: alerts.read,
      create: alerts.create,
      change: alerts.change,
      remove: alerts.remove,
      test: (id, options) => alerts.act(id, 'test', options),
    },
    reports: {
      list: async (options) => (await reports.read<CommerceReports>(undefined, options)).reports,
      get: reports.read,
      create: reports.create,
      change: reports.change,
      remove: reports.remove,
      send: (id, options) => reports.act(id, 'send', options),
    },
  }
}
