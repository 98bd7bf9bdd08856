import { readFileSync } from 'node:fs'
import type { CodedError } from '@zerosec/errors'
import { describe, expect, it } from 'vitest'
import { seededGenerator } from '../random/generator.ts'
import {
  applyTransform,
  fitTransform,
  invertTransform,
  TRANSFORM_KINDS,
  type TransformKind,
  transformRefusal,
} from './target-transform.ts'

interface Case {
  readonly kind: TransformKind
  readonly name: string
  readonly values: number[]
  readonly lambda: number
  readonly transformed: number[]
}

// by scipy: see reference/validation.py
const { transforms }: { transforms: Case[] } = JSON.parse(
  readFileSync(new URL('../../reference/validation.json', import.meta.url), 'utf8'),
)

const generator = seededGenerator(11)
const skewed = Float64Array.from({ length: 80 }, () => Math.exp(generator.normal()))

describe('fitTransform', () => {
  it.each(transforms.map((row) => [row.kind, row.name, row] as const))(
    '%s of %s values has the power and values of scipy',
    (kind, _, { values, lambda, transformed }) => {
      const fitted = fitTransform(kind, Float64Array.from(values))
      expect(Math.abs(fitted.lambda - lambda)).toBeLessThan(1e-6)
      const ours = applyTransform({ ...fitted, lambda }, values)
      ours.forEach((value, i) => expect(Math.abs(value - transformed[i]!)).toBeLessThan(1e-12 * (1 + Math.abs(value))))
    },
  )

  it.each(TRANSFORM_KINDS)('%s comes back exactly but for rounding, in ascending order', (kind) => {
    const transform = fitTransform(kind, skewed)
    const transformed = applyTransform(transform, skewed)
    const { values, clamped } = invertTransform(transform, transformed)
    expect(clamped).toBe(0)
    values.forEach((value, i) => expect(Math.abs(value / skewed[i]! - 1)).toBeLessThan(1e-12))
    const order = [...skewed.keys()].sort((a, b) => skewed[a]! - skewed[b]!)
    order.reduce((before, row) => (expect(transformed[row]).toBeGreaterThan(transformed[before]!), row))
  })

  it.each(['box_cox', 'yeo_johnson'] as const)('%s does not depend on the unit', (kind) => {
    const inGrams = skewed.map((value) => 1000 * value)
    const kilograms = fitTransform(kind, skewed)
    const grams = fitTransform(kind, inGrams)
    expect(grams.lambda).toBeCloseTo(kilograms.lambda, 6)
    const same = { ...grams, lambda: kilograms.lambda }
    applyTransform(same, inGrams).forEach((value, i) =>
      expect(value).toBeCloseTo(1000 * applyTransform(kilograms, skewed)[i]!, 8),
    )
  })

  it.each(['box_cox', 'yeo_johnson'] as const)('%s takes equal values as they are', (kind) => {
    const transform = fitTransform(kind, Float64Array.of(3, 3, 3))
    expect(transform.lambda).toBe(1)
    expect(invertTransform(transform, applyTransform(transform, [3])).values[0]).toBeCloseTo(3, 12)
  })

  it.each([
    ['log', [1, 0], 'needs_positive', 0],
    ['box_cox', [1, -2], 'needs_positive', -2],
    ['sqrt', [0, -1], 'needs_non_negative', -1],
    ['sqrt', [0, 1], undefined, 0],
    ['yeo_johnson', [0, -1], undefined, 0],
    ['none', [0, -1], undefined, 0],
  ] as const)('%s of %j: %s', (kind, values, reason, lowest) => {
    expect(transformRefusal(kind, values)).toEqual(reason === undefined ? null : { reason, lowest })
    let code: string | undefined
    try {
      fitTransform(kind, Float64Array.from(values))
    } catch (error) {
      code = (error as CodedError).code
    }
    expect(code).toBe(reason === undefined ? undefined : 'target_transform_impossible')
  })

  it('refuses no values and values that are not finite', () => {
    expect(() => fitTransform('none', Float64Array.of())).toThrow(RangeError)
    expect(() => fitTransform('log', Float64Array.of(1, Infinity))).toThrow(RangeError)
  })
})

describe('invertTransform', () => {
  it.each([
    ['log', [800, -900], [1, 0]],
    ['sqrt', [-0.5, 1e9, 1], [1, 1, 0]],
    ['box_cox', [-1e6, 1e6], [1, 1]],
    ['yeo_johnson', [-1e6, 1e6], [1, 1]],
    ['none', [-1e6, 1e6], [0, 0]],
  ] as const)('%s keeps %j within ten ranges and counts what it kept', (kind, given, kept) => {
    const transform = fitTransform(kind, skewed)
    const { values, clamped } = invertTransform(transform, given)
    expect(clamped).toBe(kept.reduce<number>((a, b) => a + b, 0))
    const range = Math.max(...skewed) - Math.min(...skewed)
    for (const value of kind === 'none' ? [] : values) {
      expect(value).toBeLessThanOrEqual(Math.max(...skewed) + 10 * range)
      expect(value).toBeGreaterThanOrEqual(kind === 'yeo_johnson' ? Math.min(...skewed) - 10 * range : 0)
    }
  })

  it('leaves NaN as it is, uncounted', () => {
    for (const kind of TRANSFORM_KINDS) {
      expect(invertTransform(fitTransform(kind, skewed), [Number.NaN])).toEqual({
        values: Float64Array.of(Number.NaN),
        clamped: 0,
      })
    }
  })
})
