import {
  CommerceCatalogue,
  CommerceQueriesRequest,
  CommerceQueriesResponse,
  CommerceQuery,
  CommerceQueryParams,
  CommerceResult,
} from '@zerosec/contract'
import { CodedError, type ErrorCode, hiddenFault } from '@zerosec/errors'
import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import type { Api } from '../api.ts'
import { failures } from '../failures.ts'
import type { Shops } from './open-shops.ts'
import { isKnown, queryOfText, sendJson, signalOf } from './replies.ts'

export const tags = ['commerce']

/** What a query of whatever kind can be refused with. */
export const QUERY_FAILURES = [
  'commerce_no_snapshot',
  'commerce_snapshot_without_orders',
  'commerce_query_invalid',
  'commerce_metric_unknown',
  'commerce_dimension_unknown',
  'commerce_dimension_unavailable',
  'commerce_comparison_invalid',
  'commerce_as_of_unavailable',
  'commerce_result_too_large',
  'commerce_amount_inexact',
  'commerce_query_memory',
  'commerce_query_timeout',
  'commerce_busy',
] as const satisfies ErrorCode[]

export function queryRoutes(app: Api, shops: Shops): void {
  app.get(
    '/catalogue',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        summary: 'The metrics and dimensions that a query can name',
        response: { 200: CommerceCatalogue, ...failures('nothing') },
      },
    },
    async (_, reply) => sendJson(reply, (await shops.commerce()).catalogue),
  )
  oneQueryRoutes(app, shops)
  manyQueriesRoute(app, shops)
}

function oneQueryRoutes(app: Api, shops: Shops): void {
  app.get(
    '/query',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        summary: "A shop's numbers, in columns; with an ETag of the snapshot and the query",
        querystring: CommerceQueryParams,
        headers: z.object({ 'if-none-match': z.string().max(4000).optional() }),
        response: {
          200: CommerceResult,
          304: z.null().describe('the answer is still the one that `If-None-Match` names'),
          ...failures('input', ...QUERY_FAILURES),
        },
      },
    },
    async (request, reply) => {
      const shop = await shops.of(request)
      const { answerTag } = await shops.module()
      const { tag, query } = answerTag(await shop.snapshotId(), queryOfText(request.query.q) as CommerceQuery)
      reply.header('cache-control', 'private, no-cache')
      if (isKnown(request, tag)) return reply.header('etag', `W/"${tag}"`).code(304).send(null)
      const result = await shop.ask((questions) => questions.query(query), signalOf(reply))
      // a new snapshot may serve by now, and be what the answer is of
      reply.header('etag', `W/"${answerTag(result.snapshot_id, query).tag}"`)
      return sendJson(reply, result)
    },
  )

  app.post(
    '/query',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        summary: "A shop's numbers, in columns; for queries that are too long for an address",
        body: CommerceQuery,
        response: { 200: CommerceResult, ...failures('body', ...QUERY_FAILURES) },
      },
    },
    async (request, reply) => {
      const shop = await shops.of(request)
      return sendJson(reply, await shop.ask((questions) => questions.query(request.body), signalOf(reply)))
    },
  )
}

function manyQueriesRoute(app: Api, shops: Shops): void {
  app.post(
    '/queries',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        summary: 'Many queries and cubes at once, all of one snapshot: what a dashboard asks for',
        description: 'A query that is refused is answered with its error; the others are answered all the same.',
        body: CommerceQueriesRequest,
        response: { 200: CommerceQueriesResponse, ...failures('body', ...QUERY_FAILURES) },
      },
    },
    async (request, reply) => {
      const shop = await shops.of(request)
      const answered = await shop.ask(async ({ snapshotId, query, cube }) => {
        const answers = request.body.queries.map((asked) =>
          answerOf(asked.id, reply, async () =>
            'query' in asked ? { result: await query(asked.query) } : { cube: await cube(asked.cube) },
          ),
        )
        return { snapshot_id: snapshotId, answers: await Promise.all(answers) } as CommerceQueriesResponse
      }, signalOf(reply))
      return sendJson(reply, answered)
    },
  )
}

async function answerOf(id: string, reply: FastifyReply, work: () => Promise<object>): Promise<object> {
  try {
    return { id, ...(await work()) }
  } catch (error) {
    const { code, message } = error instanceof CodedError ? error : fault(error, reply)
    return { id, error: { code, message } }
  }
}

/** A fault of ours, of which the log alone knows more. */
function fault(error: unknown, { log }: FastifyReply): CodedError {
  const hidden = hiddenFault()
  log.error({ err: error, reference: hidden.details['reference'] }, 'a query of a dashboard failed')
  return hidden
}
