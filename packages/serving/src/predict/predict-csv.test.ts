import { encodeModel } from '@zerosec/model'
import { expect, it } from 'vitest'
import { factsFor, treesModel } from '../../test/stored-models.ts'
import { LoadedModel } from './loaded-model.ts'
import { predictCsv } from './predict-csv.ts'

const MODEL = treesModel(2)
const loaded = new LoadedModel(factsFor(MODEL), encodeModel(MODEL))
const HEADER = 'temperature,"圧力 ""P""",solvent,stirred\n'
const ROWS = '5,0.5,S3,yes\n'.repeat(100)

async function* endless(told: { pulled: number }): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(HEADER)
  for (;;) {
    told.pulled++
    yield new TextEncoder().encode(ROWS)
  }
}

it('reads no further than what is taken, of a file without end', async () => {
  const told = { pulled: 0 }
  const lines = predictCsv(loaded, endless(told), {}, () => {})
  expect((await lines.next()).value).toContain('prediction_yield,error')
  expect(told.pulled).toBe(0)
  await lines.next()
  const after = told.pulled
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(told.pulled).toBe(after)
  await lines.return(undefined)
})

it('says in its last line where the file breaks off, and what came before is there', async () => {
  const source = (async function* () {
    yield new TextEncoder().encode(`${HEADER}5,0.5,S3,true\n5,0.5,S3,true,9\n`)
    yield Uint8Array.of(0xff, 0x0a)
  })()
  let text = ''
  for await (const part of predictCsv(loaded, source, {}, () => {})) text += part
  const [, good, long, last] = text.trimEnd().split('\r\n')
  expect(good).toMatch(/^5,0.5,S3,true,[\d.]+,$/)
  expect(long).toContain('predict_csv_invalid')
  expect(last).toMatch(/^,,,,,.*not UTF-8/)
})

it.each([
  ['', 'predict_csv_invalid'],
  ['temperature,temperature\n', 'predict_csv_invalid'],
  ['temperature,solvent\n1,S1\n', 'model_inputs_missing'],
])('%j is refused before anything is answered', async (text, code) => {
  const source = (async function* () {
    yield new TextEncoder().encode(text)
  })()
  await expect(predictCsv(loaded, source, {}, () => {}).next()).rejects.toMatchObject({ code })
})
