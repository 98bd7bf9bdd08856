import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import type { ApiError, Content } from '@zerosec/client'
import type { Call } from '../command.ts'
import { platformOf } from '../platform-client.ts'
import { csvEncoding } from './csv-encoding.ts'
import type { PredictTerms } from './predict-terms.ts'
import { writeAnswer } from './write-answer.ts'

/**
 * As large as the file may be, nothing of it is held in memory.
 *
 * @throws CodedError encoding_unknown, and those of `predictContent`
 */
export async function predictCsv(call: Call, terms: PredictTerms, path: string): Promise<void> {
  const encoding = await csvEncoding(path, call.text('encoding'))
  await predictContent(call, terms, Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>, encoding)
}

/**
 * Writes the rows of a CSV with their predictions where the call says.
 *
 * @throws CodedError option_invalid, output_not_writable
 * @throws ApiError what the platform refuses; where the file breaks off, once what came before is written
 */
export async function predictContent(
  call: Call,
  { name, which, options }: PredictTerms,
  csv: Content | ReadableStream<Uint8Array>,
  encoding: string,
): Promise<void> {
  let broken: ApiError | undefined
  const onBreak = (error: ApiError): void => {
    broken = error
  }
  const { version, rows } = await platformOf(call).client.models.predictCsv(name, csv, {
    ...which,
    ...options,
    encoding,
    onBreak,
  })
  const out = call.text('out')
  await writeAnswer(out, Readable.fromWeb(rows as Parameters<typeof Readable.fromWeb>[0]))
  if (out !== undefined) process.stderr.write(`${out}: predicted by version ${version}\n`)
  if (broken) throw broken
}
