import { describe, expect, it } from 'vitest'
import { chiSquareSurvival } from '../distributions/chi-square.ts'
import { normalCdf } from '../distributions/normal.ts'
import { seededGenerator } from './generator.ts'

describe('seededGenerator', () => {
  it('gives the same numbers for the same seed, others for another', () => {
    const draw = (seed: number) =>
      Array.from(
        { length: 9 },
        (
          (g) => () =>
            g.uniform()
        )(seededGenerator(seed)),
      )
    expect(draw(42)).toEqual(draw(42))
    expect(draw(42)).not.toEqual(draw(43))
    expect(draw(2 ** 40)).not.toEqual(draw(0))
    expect(draw(-1)).not.toEqual(draw(1))
  })

  it('keeps the first numbers of seed 1 for ever: reports depend on them', () => {
    const generator = seededGenerator(1)
    expect([generator.uint32(), generator.uniform(), generator.integer(10), generator.normal()]).toMatchInlineSnapshot(`
      [
        3823634032,
        0.8946847139725532,
        7,
        0.4454377325790768,
      ]
    `)
    expect([...generator.stream(3).permutation(8)]).toMatchInlineSnapshot(`
      [
        7,
        1,
        5,
        3,
        0,
        6,
        4,
        2,
      ]
    `)
  })

  it('has streams that depend on the seed and their number, not on what was drawn before', () => {
    const fresh = seededGenerator(7)
    const used = seededGenerator(7)
    for (let i = 0; i < 100; i++) used.uint32()
    expect(used.stream(5).uint32()).toBe(fresh.stream(5).uint32())
    const words = [fresh, fresh.stream(0), fresh.stream(1), fresh.stream(2 ** 33), fresh.stream(0).stream(1)].map((g) =>
      g.uint32(),
    )
    expect(new Set(words).size).toBe(words.length)
  })

  it('draws integers, uniforms and normals that fill their cells evenly', () => {
    const generator = seededGenerator(2024)
    const draws = 50_000
    const cells = {
      integer: () => generator.integer(50),
      uniform: () => Math.floor(generator.uniform() * 50),
      normal: () => Math.min(49, Math.floor(normalCdf(generator.normal()) * 50)),
    }
    for (const [name, cell] of Object.entries(cells)) {
      const counts = new Float64Array(50)
      for (let i = 0; i < draws; i++) counts[cell()]!++
      const chiSquare = counts.reduce((sum, count) => sum + (count - draws / 50) ** 2 / (draws / 50), 0)
      expect(chiSquareSurvival(chiSquare, 49), name).toBeGreaterThan(1e-4)
      expect(chiSquareSurvival(chiSquare, 49), name).toBeLessThan(1 - 1e-4)
    }
  })

  it('draws integers without bias where the bound does not divide the words', () => {
    const generator = seededGenerator(6)
    let low = 0
    for (let i = 0; i < 30_000; i++) if (generator.integer(3 * 2 ** 30) < 2 ** 30) low++
    expect(Math.abs(low - 10_000)).toBeLessThan(400)
  })

  it('has no correlation between neighbours or between streams', () => {
    const generator = seededGenerator(5)
    const other = generator.stream(1)
    const n = 40_000
    let lag = 0
    let cross = 0
    let previous = generator.normal()
    for (let i = 0; i < n; i++) {
      const value = generator.normal()
      lag += value * previous
      cross += value * other.normal()
      previous = value
    }
    expect(Math.abs(lag) / Math.sqrt(n)).toBeLessThan(4)
    expect(Math.abs(cross) / Math.sqrt(n)).toBeLessThan(4)
  })

  it('puts every permutation of three within reach, equally often', () => {
    const generator = seededGenerator(11)
    const counts = new Map<string, number>()
    for (let i = 0; i < 6000; i++) {
      const order = generator.permutation(3).join('')
      counts.set(order, (counts.get(order) ?? 0) + 1)
    }
    expect(counts.size).toBe(6)
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150)
  })

  it.each([0, 1.5, -3, 2 ** 32 + 1, Number.NaN])('refuses the bound %d', (bound) => {
    expect(() => seededGenerator(1).integer(bound)).toThrow(RangeError)
  })

  it.each([1.5, Number.NaN, 2 ** 60])('refuses the seed %d', (seed) => {
    expect(() => seededGenerator(seed)).toThrow(RangeError)
  })
})
