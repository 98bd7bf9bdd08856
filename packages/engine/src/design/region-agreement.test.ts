import { CodedError } from '@zerosec/errors'
import { describe, expect, it } from 'vitest'
import { type Generator, seededGenerator } from '../random/generator.ts'
import { designRegion } from './constrained-region.ts'
import { type Factor, naturalLevel } from './factor.ts'
import { parseConstraints } from './parse-constraints.ts'
import type { Region } from './region.ts'

const FACTORS: readonly Factor[] = [
  { kind: 'continuous', name: 'x', low: 0, high: 10 },
  { kind: 'continuous', name: 'y', low: -5, high: 5 },
  { kind: 'discrete', name: 'n', levels: [1, 2, 4, 8] },
  { kind: 'categorical', name: 'c', levels: ['red', 'green', 'blue'] },
  { kind: 'mixture', name: 'A', low: 0.1, high: 0.8, group: 'm', total: 1 },
  { kind: 'mixture', name: 'B', low: 0, high: 0.6, group: 'm', total: 1 },
  { kind: 'mixture', name: 'C', low: 0.05, high: 0.5, group: 'm', total: 1 },
]
const COLOURS = ['red', 'green', 'blue']

/** A constraint as text, and what it means in plain TypeScript on natural settings: positive inside, negative outside. */
interface Meant {
  readonly text: string
  readonly margin: (run: Record<string, number>) => number
}

function randomConstraint(generator: Generator, depth = 2): Meant {
  const kind = generator.integer(depth > 0 ? 7 : 4)
  if (kind === 0) {
    const colour = COLOURS[generator.integer(3)]!
    return { text: `c = "${colour}"`, margin: ({ c }) => (COLOURS[c!] === colour ? 1 : -1) }
  }
  if (kind <= 2) return randomLinear(generator)
  if (kind === 3) {
    const bound = 5 + generator.integer(30)
    return { text: `x * n <= ${bound}`, margin: ({ x, n }) => bound - x! * n! }
  }
  const a = randomConstraint(generator, depth - 1)
  const b = randomConstraint(generator, depth - 1)
  if (kind === 4) return { text: `(${a.text} or ${b.text})`, margin: (run) => Math.max(a.margin(run), b.margin(run)) }
  if (kind === 5) return { text: `not (${a.text})`, margin: (run) => -a.margin(run) }
  return { text: `(if ${a.text} then ${b.text})`, margin: (run) => Math.max(-a.margin(run), b.margin(run)) }
}

function randomLinear(generator: Generator): Meant {
  const pick = () => ['x', 'y', 'n', 'A', 'B', 'C'][generator.integer(6)]!
  const [first, second] = [pick(), pick()]
  const factor = generator.integer(4) + 1
  const bound = generator.integer(12) - 2
  return {
    text: `${first} + ${factor}*${second} <= ${bound}`,
    margin: (run) => bound - run[first]! - factor * run[second]!,
  }
}

function natural(runs: Float64Array, at: number): Record<string, number> {
  return Object.fromEntries(FACTORS.map((factor, j) => [factor.name, naturalLevel(factor, runs[at + j]!)]))
}

/** The region, or null where there is none. */
function regionOf(texts: readonly string[]): Region | null {
  try {
    return designRegion(FACTORS, parseConstraints(texts.join('\n'), FACTORS))
  } catch (error) {
    if (error instanceof CodedError && /^design_region_(empty|not_found)$/.test(error.code)) return null
    throw error
  }
}

describe('a region of random constraints', () => {
  const generator = seededGenerator(11)
  const whole = designRegion(FACTORS, [])
  const trials = Array.from({ length: 80 }, (_, trial) => {
    const meant = Array.from({ length: 1 + generator.integer(3) }, () => randomConstraint(generator))
    return { meant, region: regionOf(meant.map(({ text }) => text)), runs: generator.stream(trial) }
  })
  const run = new Float64Array(FACTORS.length)
  const marginOf = (meant: readonly Meant[]) => Math.min(...meant.map(({ margin }) => margin(natural(run, 0))))

  it('contains what the constraints say in plain arithmetic, and is empty only where no draw is allowed', () => {
    const wrong: string[] = []
    let empty = 0
    for (const { meant, region, runs } of trials) {
      if (!region) empty++
      for (let draw = 0; draw < 300; draw++) {
        whole.sample(runs, run, 0)
        const margin = marginOf(meant)
        if (Math.abs(margin) < 1e-4) continue
        if ((region?.contains(run, 0) ?? false) !== margin > 0) wrong.push(meant.map(({ text }) => text).join('; '))
      }
    }
    expect(wrong).toEqual([])
    expect(empty).toBeGreaterThan(3)
    expect(empty).toBeLessThan(60)
  })

  it('draws allowed runs only', () => {
    for (const { meant, region, runs } of trials) {
      if (!region) continue
      for (let draw = 0; draw < 20; draw++) {
        region.sample(runs, run, 0)
        expect([meant.map(({ text }) => text), region.contains(run, 0)]).toEqual([expect.anything(), true])
      }
    }
  })

  it('has allowed candidates, each once, no more than asked for', () => {
    for (const { region } of trials) {
      if (!region) continue
      const candidates = region.candidates(200)
      const rows = Array.from({ length: candidates.length / 7 }, (_, i) => candidates.subarray(7 * i, 7 * i + 7))
      expect(rows.length).toBeGreaterThan(0)
      expect(rows.length).toBeLessThanOrEqual(200)
      expect(rows.filter((row) => !region.contains(row, 0))).toEqual([])
      expect(new Set(rows.map((row) => row.join())).size).toBe(rows.length)
    }
  })

  it('gives spans whose ends are allowed and beyond which nothing is, by linear constraints', () => {
    const out = new Float64Array(2)
    for (const { meant, runs } of trials) {
      const linear = regionOf(
        meant.filter(({ text }) => /^[xynABC] /.test(text) && !text.includes('* n')).map(({ text }) => text),
      )
      if (!linear) continue
      linear.sample(runs, run, 0)
      for (const direction of linear.directions) {
        expect(linear.directionSpan(run, 0, direction, out)).toBe(true)
        const isAllowedAt = (distance: number) => {
          const moved = run.slice()
          direction.factors.forEach((j, i) => {
            moved[j]! += distance * direction.steps[i]!
          })
          return linear.contains(moved, 0)
        }
        expect([out[0]!, out[1]!, (out[0]! + out[1]!) / 2].map(isAllowedAt)).toEqual([true, true, true])
        expect([out[0]! - 1e-6, out[1]! + 1e-6].map(isAllowedAt)).toEqual([false, false])
      }
    }
  })
})
