import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { encodeModel } from '../packages/model/src/index.ts'
import { sampleModel, sampleTrees } from '../packages/model/test/sample-models.ts'
import type { BenchRow } from './bench.ts'
import { type Posted, postRequests } from './serving/post-requests.ts'

const ROUNDS = 3
const PEER = 'bare Fastify route'
const NOTE =
  'Both in processes of their own, in turns, the median of the rounds: ours with authorisation, limits, headers, validation in and out, and the model. ' +
  'The client has a core, the server the other; it writes and reads bytes alone, so that no server waits for it.'
const TEXTS = [
  'It works great, I love it.',
  'Terrible. It broke after two days and nobody answered my mails.',
  'The film was not bad, but the ending disappointed me.',
  'We had the soup, then the fish: fresh, hot and on the table within ten minutes.',
]
const SENTIMENT = TEXTS.map((text) => JSON.stringify({ text }))
const ROW = { temperature: 5, '圧力 "P"': 0.5, solvent: 'S3', stirred: true }

/** What an answer costs, over HTTP. */
export default async function serving(): Promise<readonly BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'zerosec-bench-serving-'))
  const [ours, bare] = [
    started(new URL('./serving/api-process.ts', import.meta.url), folder),
    started(new URL('./serving/bare-process.ts', import.meta.url)),
  ]
  try {
    const [url, peer] = [await ours.url, await bare.url]
    await registerModel(url)
    const rounds: { sentiment: Posted; rows: Posted; bare: Posted }[] = []
    for (let round = 0; round < ROUNDS; round++) {
      rounds.push({
        bare: await postRequests(`${peer}/predict`, SENTIMENT),
        sentiment: await postRequests(`${url}/predict`, SENTIMENT),
        rows: await postRequests(`${url}/api/v1/models/strength/predict`, [JSON.stringify({ rows: [ROW] })]),
      })
    }
    const single = await postRequests(`${url}/predict`, SENTIMENT, 1)
    const long = await postRequests(
      `${url}/predict`,
      [JSON.stringify({ text: TEXTS.join(' ').repeat(40).slice(0, 10_000) })],
      1,
    )
    return rowsOf(rounds, single, long)
  } finally {
    for (const { child } of [ours, bare]) {
      if (child.exitCode === null && child.kill()) await once(child, 'exit')
    }
    rmSync(folder, { recursive: true, force: true })
  }
}

function rowsOf(
  rounds: readonly { sentiment: Posted; rows: Posted; bare: Posted }[],
  single: Posted,
  long: Posted,
): readonly BenchRow[] {
  const perRequest = (which: 'sentiment' | 'rows' | 'bare') =>
    1000 / median(rounds.map((round) => round[which].perSecond))
  const rate = (which: 'sentiment' | 'rows' | 'bare') => `${Math.round(1000 / perRequest(which))} a second`
  const peer = { peer: PEER, peerMs: perRequest('bare') }
  const rates = `POST /predict ${rate('sentiment')}, a registered model ${rate('rows')}, bare ${rate('bare')}.`
  return [
    {
      question: 'POST /predict, ten clients: time per answer',
      oursMs: perRequest('sentiment'),
      ...peer,
      limit: { ratio: 1.67 },
      note: `${rates} ${NOTE}`,
    },
    {
      question: 'one row of a registered model, ten clients: time per answer',
      oursMs: perRequest('rows'),
      ...peer,
      limit: { ratio: 2.5 },
    },
    {
      question: `POST /predict, one client: p99 (p50 ${single.p50Ms.toFixed(2)} ms)`,
      oursMs: single.p99Ms,
      peer: '',
      peerMs: null,
      limit: { ms: 5 },
    },
    {
      question: `the same, a text of 10,000 characters: p99 (p50 ${long.p50Ms.toFixed(2)} ms)`,
      oursMs: long.p99Ms,
      peer: '',
      peerMs: null,
      limit: { ms: 15 },
    },
  ]
}

function started(file: URL, ...args: string[]): { child: ChildProcess; url: Promise<string> } {
  const child = fork(fileURLToPath(file), args)
  const url = once(child, 'message').then(([message]) => String(message))
  return { child, url }
}

async function registerModel(url: string): Promise<void> {
  const bytes = new Uint8Array(
    encodeModel(sampleModel({ kind: 'trees', ensemble: sampleTrees('squared', 100), link: 'identity' })),
  )
  const upload = await json(`${url}/api/v1/presign/upload`, { filename: 'model.zsm' })
  await fetch(upload['url']!, { method: 'PUT', body: bytes, headers: { 'content-type': 'text/csv' } })
  await json(`${url}/api/v1/models`, { name: 'strength', file_key: upload['key'], alias: 'production' })
}

async function json(url: string, body: object): Promise<Record<string, string>> {
  const headers = { 'content-type': 'application/json' }
  const reply = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  if (!reply.ok) throw new Error(await reply.text())
  return reply.json()
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!
}
