import { encodeModel, openModel } from '@zerosec/model'
import { describe, expect, it } from 'vitest'
import { sampleModel } from '../../../../packages/model/test/sample-models.ts'
import { modelAnswerer } from './model-calls.ts'
import { openPort } from './model-port.ts'
import { ProfileStore } from './profile-store.ts'

const bytes = encodeModel(sampleModel())
const settled = () => new Promise((resolve) => setTimeout(resolve, 50))

async function opened(given = {}) {
  const answer = modelAnswerer()
  const asked: string[] = []
  const port = await openPort(
    async (call) => {
      asked.push(call.kind === 'sweep' ? call.input : call.kind)
      return answer(call)
    },
    bytes,
    () => {},
  )
  return { store: new ProfileStore([port], given, (callback) => setTimeout(callback)), asked }
}

describe('a profile', () => {
  it('starts at a measured row, and predicts there and along each input what the model predicts', async () => {
    const { store } = await opened()
    store.subscribe(() => {})
    await settled()
    const { settings, responses } = store.snapshot()
    const model = openModel(bytes)
    const [prediction] = model.predict([settings])
    expect(responses[0]!.prediction).toEqual(prediction)
    expect(prediction!.domain?.verdict).toBe('inside')
    expect(Object.keys(responses[0]!.curves)).toEqual(['temperature', '圧力 "P"', 'solvent', 'stirred'])
    for (const [name, { cells, lines, band, isInside }] of Object.entries(responses[0]!.curves)) {
      const along = model.predict(cells.map((cell) => ({ ...settings, [name]: cell })))
      expect(along.map(({ value }) => value)).toEqual([...lines[0]!.values])
      expect(along.map((each) => each.kind === 'number' && each.interval?.high)).toEqual([...band!.high])
      expect(along.map(({ domain }) => domain?.verdict === 'inside')).toEqual(isInside)
    }
  })

  it('tells the prediction of a new setting before any curve, and leaves the curve of the input that changed', async () => {
    const { store, asked } = await opened()
    store.subscribe(() => {})
    await settled()
    asked.length = 0
    store.set({ temperature: 3 })
    expect(store.snapshot().settings['temperature']).toBe(3)
    await settled()
    expect(asked).toEqual(['predict', '圧力 "P"', 'solvent', 'stirred'])
  })

  it('answers the newest of settings that change faster than the model answers, every curve in its turn', async () => {
    const { store, asked } = await opened()
    store.subscribe(() => {})
    await settled()
    asked.length = 0
    for (let i = 0; i < 20; i++) {
      store.set({ temperature: i / 4, stirred: i % 2 === 0 })
    }
    await settled()
    expect(store.snapshot().responses[0]!.prediction).toEqual(openModel(bytes).predict([store.snapshot().settings])[0])
    const { temperature } = store.snapshot().responses[0]!.curves
    const last = openModel(bytes).predict([{ ...store.snapshot().settings, temperature: temperature!.cells[7]! }])
    expect(last[0]!.value).toBe(temperature!.lines[0]!.values[7])
    expect(asked).toEqual(['predict', 'predict', 'temperature', '圧力 "P"', 'solvent', 'stirred'])
  })

  it('goes back to its start, also from an address, with a scale of its own', async () => {
    const { store } = await opened({ temperature: 9000 })
    store.subscribe(() => {})
    await settled()
    expect(store.snapshot().responses[0]!.prediction!.domain?.verdict).toBe('outside')
    store.reset()
    await settled()
    expect(store.snapshot().settings).toEqual(store.start)
    expect(store.snapshot().responses[0]!.prediction!.domain?.verdict).toBe('inside')
  })

  it('sweeps only what is shown, and what is shown large in more places', async () => {
    const { store, asked } = await opened()
    store.sweepOnly(['temperature'], 'temperature')
    await settled()
    expect(asked).toEqual(['open', 'predict', 'temperature'])
    expect(store.snapshot().responses[0]!.curves['temperature']!.cells.length).toBeGreaterThan(200)
  })
})
