import { CommerceExportQuery, type CommerceQuery } from '@zerosec/contract'
import { create as contentDisposition } from 'content-disposition'
import type { Api } from '../api.ts'
import { failures } from '../failures.ts'
import { streamed } from '../streamed.ts'
import type { Shops } from './open-shops.ts'
import { QUERY_FAILURES, tags } from './query-routes.ts'
import { queryOfText, signalOf } from './replies.ts'

const TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  parquet: 'application/vnd.apache.parquet',
} as const

export function exportRoute(app: Api, shops: Shops): void {
  app.get(
    '/export',
    {
      config: { scope: 'read' },
      exposeHeadRoute: false, // it would make the whole file
      schema: {
        tags,
        summary: "The columns of a query's answer as a file: CSV, Excel or Parquet",
        querystring: CommerceExportQuery,
        response: {
          200: {
            description: 'the file',
            content: { '*/*': { schema: streamed({ type: 'string', format: 'binary' }) } },
          },
          ...failures('input', ...QUERY_FAILURES),
        },
      },
    },
    async (request, reply) => {
      const { q, format } = request.query
      const shop = await shops.of(request)
      const result = await shop.ask(({ query }) => query(queryOfText(q) as CommerceQuery), signalOf(reply))
      const metrics = result.columns.filter(({ role }) => role === 'metric').map(({ name }) => name)
      const file = await shop.export(result, format)
      return reply
        .type(TYPES[format])
        .header('content-disposition', contentDisposition(`${metrics.join('-').slice(0, 80)}.${format}`))
        .header('cache-control', 'private, no-cache')
        .send(file)
    },
  )
}
