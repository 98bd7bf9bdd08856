import { CommerceSqlRequest, CommerceSqlResult } from '@zerosec/contract'
import type { Api } from '../api.ts'
import { failures } from '../failures.ts'
import type { Shops } from './open-shops.ts'
import { tags } from './query-routes.ts'
import { sendJson, signalOf } from './replies.ts'

export function sqlRoute(app: Api, shops: Shops): void {
  app.post(
    '/sql',
    {
      // it reads only what its caller may read anyway, but takes a process and a processor
      config: { scope: 'submit' },
      schema: {
        tags,
        summary: "One SELECT over the shop's tables, for analysts",
        description:
          'It runs in a process of its own on the snapshot that serves, opened for reading, without access to files, settings or the network, and is ended after 10 s.',
        body: CommerceSqlRequest,
        response: {
          200: CommerceSqlResult,
          ...failures(
            'body',
            'commerce_no_snapshot',
            'commerce_sql_refused',
            'commerce_sql_invalid',
            'commerce_sql_memory',
            'commerce_sql_too_large',
            'commerce_query_timeout',
            'commerce_busy',
          ),
        },
      },
    },
    async (request, reply) => sendJson(reply, await (await shops.of(request)).sql(request.body, signalOf(reply))),
  )
}
