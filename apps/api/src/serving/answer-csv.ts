import { pipeline, Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import type { CsvPredictQuery, PredictResponse } from '@zerosec/contract'
import { CodedError } from '@zerosec/errors'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Models } from './open-models.ts'
import { ReadAhead } from './read-ahead.ts'

const MOST_CSV_BYTES = 2 ** 30

export interface CsvCall {
  readonly models: Models
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly name: string
  /** A version, or an alias; left out, production. */
  readonly which: number | string | undefined
  /** Before anything is answered: which version it is. */
  readonly tell: (version: number) => void
}

/** Rows of one version, or of that of an alias, as they come: whatever an answer has in memory is what is on its way. */
export async function answerCsv(call: CsvCall, body: Readable): Promise<PredictResponse> {
  const sent = new ReadAhead(body, MOST_CSV_BYTES)
  try {
    return await streamCsv(call, sent)
  } catch (error) {
    await endOf(sent, call.reply)
    throw error
  }
}

/** The version that is ready when the stream begins answers all of it; a canary has no part in it. */
async function streamCsv(
  { models, request, reply, name, which, tell }: CsvCall,
  sent: ReadAhead,
): Promise<PredictResponse> {
  const ofWorkspace = await models.of(request)
  const loaded = await ofWorkspace.ready(name, which)
  const { predictCsv } = await models.module()
  const query = request.query as z.output<typeof CsvPredictQuery>
  const counts = { rows: 0, errors: 0, ms: 0 }
  const terms = { ...query, encoding: charsetOf(request) }
  const lines = predictCsv(loaded, csvBytes(request, sent), terms, {
    row(record, outcome, ms) {
      counts.rows++
      counts.ms += ms
      if ('prediction' in outcome) ofWorkspace.observe(loaded, record, outcome.prediction)
      else counts.errors++
    },
    failed: (err) =>
      request.log.error({ err, reference: err.details.reference }, 'a row of a CSV could not be predicted'),
  })
  const first = await lines.next() // what is wrong with the columns is an error of the request
  tell(loaded.facts.version)
  const text = takenText(first, lines, sent, () => {
    ofWorkspace.count(loaded, counts)
    return endOf(sent, reply)
  })
  reply.type('text/csv; charset=utf-8').serializer(String)
  // a reply that is sent has no schema to be held against
  return reply.send(Readable.from(text, { objectMode: false })) as unknown as PredictResponse
}

/** Of what nobody takes for so long, the client may be one that sends everything before it reads. */
const UNTAKEN_MS = 250

async function* takenText(
  first: IteratorResult<string>,
  lines: AsyncGenerator<string>,
  sent: ReadAhead,
  onEnd: () => Promise<void> | undefined,
): AsyncGenerator<string> {
  let waiting: NodeJS.Timeout | undefined
  try {
    for (let part = first; !part.done; part = await lines.next()) {
      waiting = setTimeout(() => sent.begin(), UNTAKEN_MS)
      yield part.value
      clearTimeout(waiting)
    }
  } finally {
    clearTimeout(waiting)
    await lines.return(undefined)
    await onEnd()
  }
}

/** A connection that is closed with the answer would be closed upon a client that still sends, which would never see it. */
function endOf(sent: ReadAhead, { raw }: FastifyReply): Promise<void> | undefined {
  const closed = sent.close()
  return raw.shouldKeepAlive ? undefined : closed
}

function charsetOf({ headers }: FastifyRequest): string | undefined {
  return /;\s*charset="?([^";\s]+)/i.exec(headers['content-type'] ?? '')?.[1]
}

/** Unpacked where they are packed. The limit is that of the file itself: little that is sent can become very much. */
async function* csvBytes({ headers }: FastifyRequest, sent: ReadAhead): AsyncGenerator<Uint8Array> {
  const encoding = headers['content-encoding']?.toLowerCase() ?? 'identity'
  if (encoding !== 'identity' && encoding !== 'gzip') {
    const problem = `it is packed as "${encoding.slice(0, 100)}"; send it as it is, or as gzip`
    throw new CodedError('predict_csv_invalid', { problem })
  }
  let bytes = 0
  try {
    for await (const chunk of encoding === 'gzip' ? unpacked(sent) : sent.bytes()) {
      bytes += chunk.byteLength
      if (bytes > MOST_CSV_BYTES) throw new CodedError('upload_too_large', { limit: MOST_CSV_BYTES })
      yield chunk
    }
  } catch (cause) {
    if (cause instanceof CodedError) throw cause
    throw new CodedError('predict_csv_invalid', { problem: `it broke off, ${(cause as Error).message}` }, { cause })
  }
}

function unpacked(sent: ReadAhead): AsyncIterable<Uint8Array> {
  return pipeline(Readable.from(sent.bytes(), { objectMode: false }), createGunzip(), () => undefined)
}
