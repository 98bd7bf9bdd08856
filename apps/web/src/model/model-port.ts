import type { InputCell, InputRecord, Prediction } from '@zerosec/model'
import type { Curve, ModelAnswer, ModelCall, ModelFacts } from './model-messages.ts'

/** A model that runs beside the page. Calls are answered in order; each rejects with what the model says. */
export interface ModelPort {
  readonly facts: ModelFacts
  predict(records: readonly InputRecord[]): Promise<readonly Prediction[]>
  sweep(record: InputRecord, input: string, cells: readonly InputCell[]): Promise<Curve>
  end(): void
}

/** Asks one call after the other. */
export type Asker = (call: ModelCall) => Promise<ModelAnswer>

/** Opens a model in a worker of its own: one model that takes its time does not hold up another. */
export async function openModelWorker(bytes: Uint8Array): Promise<ModelPort> {
  const worker = new Worker(new URL('./model-worker.ts', import.meta.url), { type: 'module' })
  const waiting: { resolve: (answer: ModelAnswer) => void; reject: (error: Error) => void }[] = []
  worker.onmessage = ({ data }: MessageEvent<ModelAnswer>) => waiting.shift()?.resolve(data)
  worker.onerror = ({ message }) => {
    const error = new Error(`The model could not run in this browser (${message || 'its script did not load'}).`)
    for (const { reject } of waiting.splice(0)) reject(error)
  }
  const ask: Asker = (call) =>
    new Promise((resolve, reject) => {
      waiting.push({ resolve, reject })
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's messages have no origin to name
      worker.postMessage(call)
    })
  return await openPort(ask, bytes, () => worker.terminate())
}

/** The port of a model that is asked through `ask`. */
export async function openPort(ask: Asker, bytes: Uint8Array, end: () => void): Promise<ModelPort> {
  const { facts } = expected('opened', await ask({ kind: 'open', bytes }))
  return {
    facts,
    predict: async (records) => expected('predicted', await ask({ kind: 'predict', records })).predictions,
    sweep: async (record, input, cells) => expected('swept', await ask({ kind: 'sweep', record, input, cells })).curve,
    end,
  }
}

function expected<Kind extends ModelAnswer['kind']>(kind: Kind, answer: ModelAnswer) {
  if (answer.kind === 'failed') throw new Error(answer.message)
  if (answer.kind !== kind) throw new TypeError(`expected ${kind}, got ${answer.kind}`)
  return answer as Extract<ModelAnswer, { kind: Kind }>
}
