import { readFile, stat } from 'node:fs/promises'
import { extname } from 'node:path'
import { Readable } from 'node:stream'
import { ApiError } from '@zerosec/client'
import type { PredictRequest } from '@zerosec/contract'
import { CodedError } from '@zerosec/errors'
import { sizeOfFile } from '@zerosec/table/file'
import type { Call } from '../command.ts'
import { asPlatformFailure, platformOf } from '../platform-client.ts'
import { predictContent, predictCsv } from './predict-csv.ts'
import { type PredictTerms, predictTerms } from './predict-terms.ts'
import { tableRows } from './table-rows.ts'
import { writeAnswer } from './write-answer.ts'

const READ = ['csv', 'tsv', 'txt', 'xlsx', 'json']

export async function predictFile(call: Call): Promise<void> {
  const [, path = ''] = call.positionals
  const terms = predictTerms(call)
  await sizeOfFile(path)
  const extension = extname(path).slice(1).toLowerCase()
  if (extension !== '' && !READ.includes(extension))
    throw new CodedError('file_type_unsupported', { extension, known: READ })
  try {
    if (extension === 'json') await predictJson(call, terms, path)
    else if (extension === 'xlsx') await predictContent(call, terms, await tableRows(call, path), 'utf-8')
    else await predictText(call, terms, path)
  } catch (error) {
    throw asPlatformFailure(error)
  }
}

/** As it stands; where its first line is no header of the model's, as analyses read it, which find one below a title. */
async function predictText(call: Call, terms: PredictTerms, path: string): Promise<void> {
  try {
    await predictCsv(call, terms, path)
  } catch (error) {
    const isHeader = error instanceof ApiError && error.code === 'model_inputs_missing'
    if (!isHeader || !(await stat(path)).isFile()) throw error
    process.stderr.write(`${path}: its first line has not the model's columns; it is read as analyses read it\n`)
    const rows = await tableRows(call, path).catch(() => {
      throw error // what keeps it from being a table says less than the columns that are missing
    })
    await predictContent(call, terms, rows, 'utf-8')
  }
}

async function predictJson(call: Call, { name, which, options }: PredictTerms, path: string): Promise<void> {
  const rows = rowsOf(await readFile(path, 'utf8'))
  const answer = await platformOf(call).client.models.predict(name, { rows, ...options }, which)
  await writeAnswer(call.text('out'), Readable.from([Buffer.from(`${JSON.stringify(answer, null, 2)}\n`)]))
}

function rowsOf(text: string): PredictRequest['rows'] {
  const unreadable = (problem: string): CodedError => new CodedError('file_corrupt', { format: 'JSON', problem })
  let rows: unknown
  try {
    rows = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    throw unreadable((error as SyntaxError).message)
  }
  if (!Array.isArray(rows)) throw unreadable('it holds no list of rows')
  return rows as PredictRequest['rows']
}
