import { Readable } from 'node:stream'
import {
  CommerceCreatedReport,
  CommerceDeleted,
  CommerceReport,
  CommerceReportChanges,
  CommerceReportParams,
  CommerceReportRequest,
  CommerceReportSent,
  CommerceReports,
} from '@zerosec/contract'
import type { ErrorCode } from '@zerosec/errors'
import type { Api } from '../api.ts'
import { failures } from '../failures.ts'
import { streamed } from '../streamed.ts'
import type { Shops } from './open-shops.ts'
import { QUERY_FAILURES, tags } from './query-routes.ts'

const TEXT_FAILURES = ['commerce_dimension_unknown', 'commerce_recipient_invalid'] as const satisfies ErrorCode[]

/** A shop's numbers, sent by the clock. */
export function reportRoutes(app: Api, shops: Shops): void {
  readRoutes(app, shops)
  writeRoutes(app, shops)
  htmlRoute(app, shops)

  app.post(
    '/reports/:report_id/send',
    {
      config: { scope: 'submit' },
      schema: {
        tags,
        summary: 'Send a report now; when it is due next does not change',
        params: CommerceReportParams,
        response: { 200: CommerceReportSent, ...failures('input', 'commerce_report_unknown', ...QUERY_FAILURES) },
      },
    },
    async (request) => (await shops.desk(request)).reports.send(request.params.report_id),
  )
}

function readRoutes(app: Api, shops: Shops): void {
  app.get(
    '/reports',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        summary: 'The scheduled reports, by name, with what was sent last',
        response: { 200: CommerceReports, ...failures('nothing') },
      },
    },
    async (request) => ({ reports: await (await shops.desk(request)).reports.list() }),
  )

  app.get(
    '/reports/:report_id',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        summary: 'One scheduled report',
        params: CommerceReportParams,
        response: { 200: CommerceReport, ...failures('input', 'commerce_report_unknown') },
      },
    },
    async (request) => (await shops.desk(request)).reports.get(request.params.report_id),
  )
}

/** It has no script and needs none: nothing in it may run or be fetched. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox allow-popups"

function htmlRoute(app: Api, shops: Shops): void {
  app.get(
    '/reports/:report_id/html',
    {
      config: { scope: 'read' },
      exposeHeadRoute: false, // it would make the whole report
      schema: {
        tags,
        summary: 'The report as it would be sent now: a page with nothing beside it',
        params: CommerceReportParams,
        response: {
          200: { description: 'a page', content: { 'text/html': { schema: streamed({ type: 'string' }) } } },
          ...failures('input', 'commerce_report_unknown', ...QUERY_FAILURES),
        },
      },
    },
    async (request, reply) => {
      const html = await (await shops.desk(request)).reports.html(request.params.report_id)
      return reply
        .type('text/html; charset=utf-8')
        .header('content-security-policy', POLICY)
        .header('cache-control', 'private, no-cache')
        .send(Readable.from([html]))
    },
  )
}

function writeRoutes(app: Api, shops: Shops): void {
  app.post(
    '/reports',
    {
      config: { scope: 'submit' },
      schema: {
        tags,
        summary: "Have the shop's numbers sent every day, week or month, by its clock",
        body: CommerceReportRequest,
        response: { 200: CommerceCreatedReport, ...failures('body', ...TEXT_FAILURES, 'commerce_reports_full') },
      },
    },
    async (request) => (await shops.desk(request)).reports.create(request.body),
  )

  app.patch(
    '/reports/:report_id',
    {
      config: { scope: 'submit' },
      schema: {
        tags,
        summary: 'Change, pause or resume a scheduled report',
        params: CommerceReportParams,
        body: CommerceReportChanges,
        response: { 200: CommerceReport, ...failures('body', ...TEXT_FAILURES, 'commerce_report_unknown') },
      },
    },
    async (request) => (await shops.desk(request)).reports.change(request.params.report_id, request.body),
  )

  app.delete(
    '/reports/:report_id',
    {
      config: { scope: 'submit' },
      schema: {
        tags,
        summary: 'Delete a scheduled report',
        params: CommerceReportParams,
        response: { 200: CommerceDeleted, ...failures('input', 'commerce_report_unknown') },
      },
    },
    async (request) => {
      await (await shops.desk(request)).reports.remove(request.params.report_id)
      return { deleted: true as const }
    },
  )
}
