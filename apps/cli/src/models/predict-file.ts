import { createReadStream, createWriteStream } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { BASE_PATH, type ErrorResponse, type PredictRequest } from '@zerosec/contract'
import { CodedError, type ErrorDetails, isErrorCode } from '@zerosec/errors'
import { sizeOfFile } from '@zerosec/table/file'
import type { Call } from '../command.ts'
import { wholeOption } from '../commerce-options.ts'
import { asPlatformFailure, platformOf } from '../platform-client.ts'

export async function predictFile(call: Call): Promise<void> {
  const [reference = '', path = ''] = call.positionals
  await sizeOfFile(path)
  const version = wholeOption(call, 'version')
  try {
    if (extname(path).toLowerCase() === '.json') await predictJson(call, reference, path, version)
    else await predictCsv(call, reference, path, version)
  } catch (error) {
    throw asPlatformFailure(error)
  }
}

async function predictJson(call: Call, reference: string, path: string, version: number | undefined): Promise<void> {
  const rows = rowsOf(await readFile(path, 'utf8'), path)
  const [name = '', alias] = reference.split('@')
  const which = { ...(version === undefined ? {} : { version }), ...(alias === undefined ? {} : { alias }) }
  const asked = { rows, intervals: call.flag('intervals'), domain: call.flag('domain') }
  const answer = `${JSON.stringify(await platformOf(call).client.models.predict(name, asked, which), null, 2)}\n`
  const out = call.text('out')
  if (out === undefined) process.stdout.write(answer)
  else await writeFile(out, answer)
}

function rowsOf(text: string, file: string): PredictRequest['rows'] {
  const unreadable = (problem: string): CodedError => new CodedError('file_unreadable', { file, problem })
  try {
    const rows: unknown = JSON.parse(text)
    if (Array.isArray(rows)) return rows as PredictRequest['rows']
  } catch (error) {
    throw unreadable((error as SyntaxError).message)
  }
  throw unreadable('it holds no list of rows')
}

/** As large as it may be, nothing of it is held in memory. */
async function predictCsv(call: Call, reference: string, path: string, version: number | undefined): Promise<void> {
  const { origin, headers } = platformOf(call)
  const [name = ''] = reference.split('@')
  const place = version === undefined ? reference : `${name}/versions/${version}`
  const query = new URLSearchParams({ intervals: String(call.flag('intervals')), domain: String(call.flag('domain')) })
  const url = `${origin}${BASE_PATH}/models/${place.split('/').map(encodeURIComponent).join('/')}/predict?${query}`
  const reply = await fetch(url, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'text/csv' },
    body: Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>,
    duplex: 'half',
  } as RequestInit).catch((cause: unknown) => {
    throw new CodedError('service_unavailable', { problem: `${origin} does not answer` }, { cause })
  })
  if (!reply.ok) throw await refusal(reply)
  const out = call.text('out')
  const text = Readable.fromWeb(reply.body as import('node:stream/web').ReadableStream)
  if (out === undefined) await pipeline(text, process.stdout, { end: false })
  else await pipeline(text, createWriteStream(out))
  if (out !== undefined) process.stderr.write(`${out}: predicted by version ${reply.headers.get('x-model-version')}\n`)
}

async function refusal(reply: Response): Promise<CodedError> {
  const { code, message, details } = (await reply.json().catch(() => ({}))) as Partial<ErrorResponse>
  if (code === undefined || !isErrorCode(code))
    return new CodedError('service_unavailable', { problem: message ?? `it answered ${reply.status}` })
  return new CodedError(code, details as ErrorDetails)
}
