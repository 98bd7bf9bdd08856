import { type CommerceSnapshotEvent, SNAPSHOT_EVENT } from '@zerosec/contract'
import type { Api } from '../api.ts'
import type { EventStreams } from '../event-streams.ts'
import { failures } from '../failures.ts'
import { openStream, sendStream } from '../reply-streams.ts'
import { streamed } from '../streamed.ts'
import type { Shops } from './open-shops.ts'
import { tags } from './query-routes.ts'

export function snapshotEventRoute(app: Api, shops: Shops, streams: EventStreams): void {
  app.get(
    '/events',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        summary: 'Which snapshot serves, now and whenever that changes, as server-sent events',
        description: `Each event is named \`${SNAPSHOT_EVENT}\` and carries \`{ "snapshot_id": … }\`. Before the first load there is none.`,
        response: {
          200: {
            description: 'an event stream',
            content: { 'text/event-stream': { schema: streamed({ type: 'string' }) } },
          },
          ...failures('nothing', 'event_streams_full'),
        },
      },
    },
    async (request, reply) => {
      const stream = openStream(streams, request, reply)
      try {
        const shop = await shops.of(request)
        const stop = await shop.watch((id) => {
          const event: CommerceSnapshotEvent = { snapshot_id: id }
          stream.tell(`id: ${id}\nevent: ${SNAPSHOT_EVENT}\ndata: ${JSON.stringify(event)}\n\n`)
        })
        if (stream.destroyed) stop()
        else stream.once('close', stop)
      } catch (error) {
        stream.destroy()
        throw error
      }
      return sendStream(reply, stream)
    },
  )
}
