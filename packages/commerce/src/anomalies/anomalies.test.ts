import { describe, expect, it } from 'vitest'
import { judge } from './anomalies.ts'

/** A generator of numbers from 0 to 1 that are the same for the same seed (mulberry32). */
function uniform(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

const WEEK = [1, 0.9, 0.95, 1, 1.2, 1.4, 0.8]

/** 400 days of a shop that grows, with weekdays, a season of the year and chance; some days are planted. */
function shopDays(seed: number, base: number, factor: number): { values: number[]; planted: Set<number> } {
  const draw = uniform(seed)
  const normal = () => Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw())
  const planted = new Set<number>()
  const values = Array.from({ length: 400 }, (_, day) => {
    let mean = base * (1 + day / 500) * (WEEK[day % 7] ?? 1) * (1 + 0.15 * Math.sin((day / 365) * 2 * Math.PI))
    if (day > 60 && draw() < 0.015) {
      planted.add(day)
      mean *= factor
    }
    return Math.max(0, Math.round(mean * (1 + 0.08 * normal()) + Math.sqrt(mean) * normal()))
  })
  return { values, planted }
}

const found = (values: readonly (number | null)[], partial: readonly boolean[] = []) =>
  judge({ values, partial, unit: 'count' }, 'day').anomalies

describe('days that were planted into generated shops', () => {
  // of 20 shops each; a shop of twelve orders a day has doubled days by chance
  it.each([
    [12, 3, 0.9, 0.6],
    [60, 0.3, 0.95, 0.85],
    [60, 3, 0.95, 0.99],
    [400, 0.5, 0.99, 0.85],
    [400, 2, 0.99, 0.95],
  ])('%d orders a day, times %d: precision at least %d, recall at least %d', (base, factor, precision, recall) => {
    let [right, wrong, missed] = [0, 0, 0]
    for (let seed = 1; seed <= 20; seed++) {
      const { values, planted } = shopDays(seed, base, factor)
      const places = new Set(found(values).map(({ place }) => place))
      right += [...places].filter((place) => planted.has(place)).length
      wrong += [...places].filter((place) => !planted.has(place)).length
      for (const place of planted) if (!places.has(place)) missed++
    }
    expect(right / (right + wrong)).toBeGreaterThanOrEqual(precision)
    expect(right / (right + missed)).toBeGreaterThanOrEqual(recall)
  })
})

describe('a judgement', () => {
  const steady = Array.from({ length: 100 }, (_, day) => 100 + ((day * 7) % 5))

  it('tells by how much, and in which direction', () => {
    const [low, high] = found(steady.with(70, 10).with(90, 300))
    expect(low).toMatchObject({ place: 70, value: 10, direction: 'below' })
    expect(high).toMatchObject({ place: 90, value: 300, direction: 'above' })
    expect(high?.expected).toBeCloseTo(102, 0)
  })

  it('is not made of a bucket that is not over, and not with one', () => {
    const partial = steady.map((_, place) => place === 99)
    expect(found(steady.with(99, 3), partial)).toEqual([])
    const { bands } = judge(
      { values: steady.with(80, 9), partial: steady.map((_, i) => i === 80), unit: 'count' },
      'day',
    )
    expect(bands[90]).toEqual(
      judge({ values: steady.with(80, 0), partial: steady.map((_, i) => i === 80), unit: 'count' }, 'day').bands[90],
    )
  })

  it('is not made with less than four weeks of history, nor where hardly anything happens', () => {
    const { bands } = judge({ values: steady, partial: [], unit: 'count' }, 'day')
    expect([bands[27], bands[28] === null]).toEqual([null, false])
    expect(found(Array.from({ length: 90 }, (_, day) => (day % 9 === 0 ? 5 : 0)))).toEqual([])
  })

  it('is milder where the same week of last year was as unusual', () => {
    const years = Array.from({ length: 900 }, (_, day) => 100 + ((day * 7) % 5))
    const holiday = years.with(300, 320).with(300 + 364, 310)
    expect(found(holiday).map(({ place }) => place)).toEqual([300])
    expect(found(holiday.with(300 + 364, 700)).map(({ place }) => place)).toEqual([300, 664])
  })

  it('forgets what was unusual: it does not make the days after it unusual', () => {
    const places = found(steady.with(60, 500).with(67, 1)).map(({ place }) => place)
    expect(places).toEqual([60, 67])
  })
})
