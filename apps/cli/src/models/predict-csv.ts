import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { ApiError } from '@zerosec/client'
import { BASE_PATH, type ErrorResponse } from '@zerosec/contract'
import { CodedError, type ErrorDetails, isErrorCode } from '@zerosec/errors'
import type { Call } from '../command.ts'
import { platformOf } from '../platform-client.ts'
import { csvEncoding } from './csv-encoding.ts'
import type { PredictTerms } from './predict-terms.ts'
import { writeAnswer } from './write-answer.ts'

/** What is kept of the answer's end: more than its last line where that tells of a break. */
const TAIL = 4096
/** A line without a cell of the file: what stands in `error` is said of the file, not of a row. */
const BREAK = /^([,;\t|])\1*"?(predict_csv_invalid|predict_rows_too_many|upload_too_large|internal): (.*?)"?$/

/**
 * As large as the file may be, nothing of it is held in memory.
 *
 * @throws CodedError what the platform refuses; where the file breaks off, once what came before is written
 */
export async function predictCsv(call: Call, { name, which, options }: PredictTerms, path: string): Promise<void> {
  const encoding = await csvEncoding(path, call.text('encoding'))
  const { origin, headers } = platformOf(call)
  const query = new URLSearchParams(Object.entries(options).map(([option, value]) => [option, String(value)]))
  const { version, alias } = which
  const model = `${encodeURIComponent(name)}${alias === undefined ? '' : `@${encodeURIComponent(alias)}`}`
  const place = version === undefined ? model : `${model}/versions/${version}`
  const gone = (cause: unknown): never => {
    throw new CodedError('service_unavailable', { problem: `${origin} does not answer` }, { cause })
  }
  const reply = await fetch(`${origin}${BASE_PATH}/models/${place}/predict?${query}`, {
    method: 'POST',
    headers: { ...headers, 'content-type': encoding === 'utf-8' ? 'text/csv' : `text/csv; charset=${encoding}` },
    body: Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>,
    duplex: 'half',
  } as RequestInit).catch(gone)
  if (!reply.ok) throw await refusal(reply)
  const end = { tail: '' }
  const out = call.text('out')
  await writeAnswer(out, Readable.from(followed(reply.body!, end, gone)))
  if (out !== undefined) process.stderr.write(`${out}: predicted by version ${reply.headers.get('x-model-version')}\n`)
  const [, , code, message] = BREAK.exec(end.tail.trimEnd().split(/\r?\n/).at(-1) ?? '') ?? []
  if (code === undefined || message === undefined) return
  throw new ApiError({ code, message: message.replaceAll('""', '"'), status: 422, details: {} })
}

/** The answer as it comes, its end kept. */
async function* followed(
  body: ReadableStream<Uint8Array>,
  end: { tail: string },
  gone: (cause: unknown) => never,
): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder()
  try {
    for await (const chunk of body) {
      end.tail = (end.tail + decoder.decode(chunk, { stream: true })).slice(-TAIL)
      yield chunk
    }
  } catch (error) {
    gone(error)
  }
}

async function refusal(reply: Response): Promise<CodedError> {
  const { code, message, details } = (await reply.json().catch(() => ({}))) as Partial<ErrorResponse>
  if (code === undefined || !isErrorCode(code))
    return new CodedError('service_unavailable', { problem: message ?? `it answered ${reply.status}` })
  return new CodedError(code, details as ErrorDetails)
}
