import {
  CommerceAlert,
  CommerceAlertChanges,
  CommerceAlertParams,
  CommerceAlertRequest,
  CommerceAlerts,
  CommerceAlertTest,
  CommerceCreatedAlert,
  CommerceDeleted,
} from '@zerosec/contract'
import type { ErrorCode } from '@zerosec/errors'
import type { Api } from '../api.ts'
import { failures } from '../failures.ts'
import type { Shops } from './open-shops.ts'
import { QUERY_FAILURES, tags } from './query-routes.ts'

const TEXT_FAILURES = [
  'commerce_metric_unknown',
  'commerce_dimension_unavailable',
  'commerce_recipient_invalid',
] as const satisfies ErrorCode[]

/** What a shop's team wants to be told of. */
export function alertRoutes(app: Api, shops: Shops): void {
  readRoutes(app, shops)
  writeRoutes(app, shops)

  app.post(
    '/alerts/:alert_id/test',
    {
      config: { scope: 'submit' },
      schema: {
        tags,
        summary: 'Look now, and send what is found to all recipients, marked as a test',
        params: CommerceAlertParams,
        response: { 200: CommerceAlertTest, ...failures('input', 'commerce_alert_unknown', ...QUERY_FAILURES) },
      },
    },
    async (request) => (await shops.desk(request)).alerts.test(request.params.alert_id),
  )
}

function readRoutes(app: Api, shops: Shops): void {
  app.get(
    '/alerts',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        summary: 'The alerts, by name, with what was found and sent last',
        response: { 200: CommerceAlerts, ...failures('nothing') },
      },
    },
    async (request) => ({ alerts: await (await shops.desk(request)).alerts.list() }),
  )

  app.get(
    '/alerts/:alert_id',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        summary: 'One alert',
        params: CommerceAlertParams,
        response: { 200: CommerceAlert, ...failures('input', 'commerce_alert_unknown') },
      },
    },
    async (request) => (await shops.desk(request)).alerts.get(request.params.alert_id),
  )
}

function writeRoutes(app: Api, shops: Shops): void {
  app.post(
    '/alerts',
    {
      config: { scope: 'submit' },
      schema: {
        tags,
        summary: 'Be told when a metric passes a limit, changes, is unusual, or when no new data come',
        description:
          'It is checked after each new snapshot and every hour. It fires once for each day, week or month in which its condition is met, and tells when that is over.',
        body: CommerceAlertRequest,
        response: { 200: CommerceCreatedAlert, ...failures('body', ...TEXT_FAILURES, 'commerce_alerts_full') },
      },
    },
    async (request) => (await shops.desk(request)).alerts.create(request.body),
  )

  app.patch(
    '/alerts/:alert_id',
    {
      config: { scope: 'submit' },
      schema: {
        tags,
        summary: 'Change, pause or resume an alert',
        params: CommerceAlertParams,
        body: CommerceAlertChanges,
        response: { 200: CommerceAlert, ...failures('body', ...TEXT_FAILURES, 'commerce_alert_unknown') },
      },
    },
    async (request) => (await shops.desk(request)).alerts.change(request.params.alert_id, request.body),
  )

  app.delete(
    '/alerts/:alert_id',
    {
      config: { scope: 'submit' },
      schema: {
        tags,
        summary: 'Delete an alert, and what it has still to send',
        params: CommerceAlertParams,
        response: { 200: CommerceDeleted, ...failures('input', 'commerce_alert_unknown') },
      },
    },
    async (request) => {
      await (await shops.desk(request)).alerts.remove(request.params.alert_id)
      return { deleted: true as const }
    },
  )
}
