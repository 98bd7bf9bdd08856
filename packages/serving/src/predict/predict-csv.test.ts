import type { CodedError } from '@zerosec/errors'
import { encodeModel } from '@zerosec/model'
import { expect, it } from 'vitest'
import { factsFor, treesModel } from '../../test/stored-models.ts'
import { LoadedModel } from './loaded-model.ts'
import { type CsvTerms, type CsvWatcher, predictCsv } from './predict-csv.ts'

const MODEL = treesModel(2)
const loaded = new LoadedModel(factsFor(MODEL), encodeModel(MODEL))
const HEADER = 'temperature,"圧力 ""P""",solvent,stirred\n'
const NOBODY = { row: () => {}, failed: () => {} }
const ROWS = '5,0.5,S3,yes\n'.repeat(100)

async function* bytesOf(...parts: (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield typeof part === 'string' ? new TextEncoder().encode(part) : part
}

async function answerTo(terms: CsvTerms, watcher: CsvWatcher, ...parts: (string | Uint8Array)[]): Promise<string> {
  let text = ''
  for await (const part of predictCsv(loaded, bytesOf(...parts), terms, watcher)) text += part
  return text
}

async function* endless(told: { pulled: number }): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(HEADER)
  for (;;) {
    told.pulled++
    yield new TextEncoder().encode(ROWS)
  }
}

it('reads no further than what is taken, of a file without end', async () => {
  const told = { pulled: 0 }
  const lines = predictCsv(loaded, endless(told), {}, NOBODY)
  expect((await lines.next()).value).toContain('prediction_yield,flags,error')
  expect(told.pulled).toBe(0)
  await lines.next()
  const after = told.pulled
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(told.pulled).toBe(after)
  await lines.return(undefined)
})

it('says in its last line where the file breaks off, and what came before is there', async () => {
  const rows = `${HEADER}5,0.5,S3,true\n5,0.5,S3,true,9\n`
  const text = await answerTo({}, NOBODY, rows, Uint8Array.of(0xff, 0x0a))
  const [, good, long, last] = text.trimEnd().split('\r\n')
  expect(good).toMatch(/^5,0.5,S3,true,[\d.]+,,$/)
  expect(long).toContain('predict_csv_invalid')
  expect(last).toMatch(/^,,,,,,.*not UTF-8; name its encoding/)
})

it.each(['°C,MPa,,', '[℃],（ＭＰａ）,-,-'])('gives a first row of units back as such: %s', async (units) => {
  const rows: unknown[] = []
  const watcher = { row: (record: unknown) => rows.push(record), failed: () => {} }
  const text = await answerTo({ intervals: true }, watcher, `${HEADER}${units}\n5,0.5,S3,yes\n`)
  const [, first, second] = text.split('\r\n')
  expect(first).toBe(`${units},,,,units,`)
  expect(second).toMatch(/^5,0.5,S3,yes,[\d.]+,.*,,$/)
  expect(rows).toHaveLength(1)
})

it.each([
  ['a unit is another', `${HEADER}K,MPa,,\n`],
  ['a unit is missing', `${HEADER}°C,,,\n`],
  ['they come later', `${HEADER}5,0.5,S3,yes\n°C,MPa,,\n`],
])('refuses units as a row where %s', async (_, rows) => {
  const last = (await answerTo({}, NOBODY, rows)).trimEnd().split('\r\n').at(-1)
  expect(last).toContain('predict_cell_unreadable')
})

it('tells what is doubtful of a row: cells that are missing, or fewer than the columns; a level, a value that it has not seen', async () => {
  const text = await answerTo({}, NOBODY, `${HEADER},0.5,S3,yes\n5,0.5\n5,0.5,?,yes\n999,0.5,S3,yes\n`)
  const flags = text.split('\r\n').map((line) => line.split(',').at(-2))
  expect(flags.slice(1, 5)).toEqual([
    'missing_cell temperature',
    'missing_cell solvent; missing_cell stirred',
    'unseen_category solvent',
    'outside_range temperature',
  ])
})

it('has the interval where its level is asked for, as where intervals are', async () => {
  const text = await answerTo({ level: 0.9 }, NOBODY, HEADER)
  expect(text).toContain('prediction_yield,prediction_yield_low,prediction_yield_high,flags,error')
  expect(await answerTo({ intervals: true }, NOBODY, HEADER)).toBe(text)
})

it('keeps the delimiter of the file and its mark, without which Excel misreads it', async () => {
  const header = 'temperature;"圧力 ""P""";solvent;stirred'
  const text = await answerTo({}, NOBODY, `\uFEFF${header}\n5;0.5;"S3;";yes\n`)
  expect(text.split('\r\n')).toEqual([
    `\uFEFF${header};prediction_yield;flags;error`,
    expect.stringMatching(/^5;0.5;"S3;";yes;[\d.]+;unseen_category solvent;$/),
    '',
  ])
})

it('tells whoever watches of a fault of ours, whose cause stays out of the answer', async () => {
  const cause = new Error('the disk is on fire')
  const failed: CodedError[] = []
  const source = (async function* () {
    yield* bytesOf(HEADER)
    throw cause
  })()
  let text = ''
  for await (const part of predictCsv(loaded, source, {}, { ...NOBODY, failed: (fault) => failed.push(fault) }))
    text += part
  expect(failed.map((fault) => fault.cause)).toEqual([cause])
  expect(text).toContain(String(failed[0]!.details.reference))
  expect(text).not.toContain('fire')
})

it.each([
  ['', 'predict_csv_invalid'],
  ['temperature,temperature\n', 'predict_csv_invalid'],
  [`error,${HEADER}`, 'predict_csv_invalid'],
  [`prediction_yield,${HEADER}`, 'predict_csv_invalid'],
  ['temperature,solvent\n1,S1\n', 'model_inputs_missing'],
])('%j is refused before anything is answered', async (text, code) => {
  await expect(answerTo({}, NOBODY, text)).rejects.toMatchObject({ code })
})
