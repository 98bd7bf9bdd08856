import { afterEach, expect, it } from 'vitest'
import { type ScriptedReply, type ScriptedServer, scriptedServer } from '../test/scripted-server.ts'
import type { ApiError } from './api-error.ts'
import type { CsvTerms } from './csv-predictions.ts'
import { modelCalls } from './models.ts'
import { createTransport } from './transport.ts'

let server: ScriptedServer
afterEach(() => server.stop())

const ROWS = 'load,predicted,flags,error\r\n20,1.5,,\r\n'
const BREAK = ',,,"predict_csv_invalid: The row has no end: a ""quotation mark"" is missing."\r\n'

async function predicted(reply: ScriptedReply, terms?: CsvTerms) {
  server = await scriptedServer({ headers: { 'x-model-version': '3' }, ends: true, ...reply })
  const models = modelCalls(createTransport({ origin: server.origin, backoffMs: [0], key: 'zs_key' }))
  return models.predictCsv('wear', new Blob(['load\n20\n']), terms)
}

it('sends a file as it is and gives the rows as they come', async () => {
  const { version, rows } = await predicted(
    { parts: [ROWS.slice(0, 9), ROWS.slice(9)] },
    {
      encoding: 'shift_jis',
      intervals: true,
      level: 0.9,
    },
  )
  expect(version).toBe(3)
  expect(await new Response(rows).text()).toBe(ROWS)
  const [{ call, headers, body } = {}] = server.requests as Partial<(typeof server.requests)[number]>[]
  expect([call, body]).toEqual(['POST /api/v1/models/wear/predict?intervals=true&level=0.9', 'load\n20\n'])
  expect(headers).toMatchObject({ 'content-type': 'text/csv; charset=shift_jis', authorization: 'Bearer zs_key' })
})

it('rejects where the file breaks off, after all that came before', async () => {
  const { rows } = await predicted({ parts: [ROWS, BREAK] })
  const reader = rows.getReader()
  expect(new TextDecoder().decode((await reader.read()).value)).toContain('20,1.5')
  const rest = async () => {
    while (!(await reader.read()).done);
  }
  await expect(rest()).rejects.toMatchObject({
    code: 'predict_csv_invalid',
    message: 'The row has no end: a "quotation mark" is missing.',
  })
})

it('tells who keeps what came before of the break, and ends', async () => {
  const told: ApiError[] = []
  const { rows } = await predicted(
    { parts: [ROWS + BREAK.slice(0, 20), BREAK.slice(20)] },
    { onBreak: (e) => told.push(e) },
  )
  expect(await new Response(rows).text()).toBe(ROWS + BREAK)
  expect(told.map(({ code }) => code)).toEqual(['predict_csv_invalid'])
})

it('takes a refused row for no break', async () => {
  const refused = `${ROWS}20,,,predict_row_invalid: x\r\n`
  const { rows } = await predicted({ parts: [refused] })
  expect(await new Response(rows).text()).toBe(refused)
})

it('is an error of the connection where the answer does not end', async () => {
  const { rows } = await predicted({ parts: [ROWS], ends: false })
  await expect(new Response(rows).text()).rejects.toMatchObject({ code: 'service_unavailable', status: 0 })
})
