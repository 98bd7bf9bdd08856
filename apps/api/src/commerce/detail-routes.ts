import {
  CommerceAnomalies,
  CommerceAnomaliesRequest,
  CommerceChange,
  CommerceChangeRequest,
  CommerceCube,
  CommerceCubeQuery,
  CommerceRows,
  CommerceRowsRequest,
} from '@zerosec/contract'
import type { Api } from '../api.ts'
import { failures } from '../failures.ts'
import type { Shops } from './open-shops.ts'
import { QUERY_FAILURES, tags } from './query-routes.ts'
import { sendJson, signalOf } from './replies.ts'

/** Cohorts, segments and baskets, and what stands behind one number. */
export function detailRoutes(app: Api, shops: Shops): void {
  app.post(
    '/cubes',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        summary: 'Cohorts, value over time, segments, baskets, or how soon customers come back',
        body: CommerceCubeQuery,
        response: { 200: CommerceCube, ...failures('body', ...QUERY_FAILURES) },
      },
    },
    async (request, reply) => {
      const shop = await shops.of(request)
      return sendJson(reply, await shop.ask(({ cube }) => cube(request.body), signalOf(reply)))
    },
  )

  app.post(
    '/rows',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        summary: 'The rows that a number was computed from',
        body: CommerceRowsRequest,
        response: { 200: CommerceRows, ...failures('body', ...QUERY_FAILURES) },
      },
    },
    async (request, reply) => {
      const shop = await shops.of(request)
      return sendJson(reply, await shop.ask(({ rows }) => rows(request.body), signalOf(reply)))
    },
  )

  app.post(
    '/change',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        summary: 'Why gross or net sales changed: price, volume, mix, discounts and refunds, to the cent',
        body: CommerceChangeRequest,
        response: { 200: CommerceChange, ...failures('body', ...QUERY_FAILURES) },
      },
    },
    async (request, reply) => {
      const shop = await shops.of(request)
      return sendJson(reply, await shop.ask(({ change }) => change(request.body), signalOf(reply)))
    },
  )
  anomaliesRoute(app, shops)
}

function anomaliesRoute(app: Api, shops: Shops): void {
  app.post(
    '/anomalies',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        summary: 'What of metrics over time is unusual, with the band that was expected and a sentence in plain words',
        description:
          'Each day is judged by the same weekdays of the eight weeks before, weeks and months by those before them: medians give what is expected, and the median absolute deviation how far from it is still usual. Buckets that are not over are not judged.',
        body: CommerceAnomaliesRequest,
        response: { 200: CommerceAnomalies, ...failures('body', ...QUERY_FAILURES) },
      },
    },
    async (request, reply) => {
      const shop = await shops.of(request)
      return sendJson(reply, await shop.ask(({ anomalies }) => anomalies(request.body), signalOf(reply)))
    },
  )
}
