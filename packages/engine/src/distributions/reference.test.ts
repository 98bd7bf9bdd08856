import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  chiSquareCdf,
  chiSquareDensity,
  chiSquareQuantile,
  chiSquareSurvival,
  chiSquareUpperQuantile,
} from './chi-square.ts'
import { fCdf, fDensity, fQuantile, fSurvival, fUpperQuantile } from './f.ts'
import { normalCdf, normalDensity, normalSurvival, normalUpperQuantile } from './normal.ts'
import { tCdf, tDensity, tSurvival, tUpperQuantile } from './student-t.ts'

// computed by mpmath with 60 digits and more: see reference/distributions.py
const { values, quantiles }: Reference = JSON.parse(
  readFileSync(new URL('../../reference/distributions.json', import.meta.url), 'utf8'),
)

interface Reference {
  /** [variate, parameters…, cdf, survival, density] */
  values: Record<'normal' | 't' | 'f' | 'chi_square', number[][]>
  /** [upper tail, parameters…, quantile]; chi-square: [tail, df, lower, upper] */
  quantiles: Record<'normal_upper' | 't_upper' | 'f_upper' | 'chi_square_lower_upper', number[][]>
}

const distributions: [name: string, rows: number[][], functions: ((...numbers: number[]) => number)[]][] = [
  ['normal', values.normal, [normalCdf, normalSurvival, normalDensity]],
  ['t', values.t, [tCdf, tSurvival, tDensity]],
  ['F', values.f, [fCdf, fSurvival, fDensity]],
  ['chi-square', values.chi_square, [chiSquareCdf, chiSquareSurvival, chiSquareDensity]],
]

describe('distributions', () => {
  it.each(distributions)(
    '%s: cdf, upper tail and density agree with 60-digit values to 1e-12',
    (_, rows, functions) => {
      for (const row of rows) {
        const given = row.slice(0, -3)
        functions.forEach((evaluate, index) => {
          const expected = row[given.length + index]!
          if (expected < 1e-305) return
          const value = evaluate(...given)
          expectRelative(value, expected, 1e-12, `${evaluate.name}(${given.join(', ')})`)
        })
      }
    },
  )

  it('quantiles agree with 40-digit values to 1e-12', () => {
    for (const [q, x] of quantiles.normal_upper as [number, number][]) {
      expectRelative(normalUpperQuantile(q), x, 1e-12, `normal ${q}`)
    }
    for (const [q, df, x] of quantiles.t_upper as [number, number, number][]) {
      expectRelative(tUpperQuantile(q, df), x, 1e-12, `t ${q} ${df}`)
    }
    for (const [q, df1, df2, x] of quantiles.f_upper as [number, number, number, number][]) {
      expectRelative(fUpperQuantile(q, df1, df2), x, 1e-12, `F ${q} ${df1} ${df2}`)
      expectRelative(fQuantile(q, df2, df1), 1 / x, 1e-12, `F lower ${q} ${df2} ${df1}`)
    }
    for (const [q, df, lower, upper] of quantiles.chi_square_lower_upper as [number, number, number, number][]) {
      expectRelative(chiSquareQuantile(q, df), lower, 1e-12, `chi-square lower ${q} ${df}`)
      expectRelative(chiSquareUpperQuantile(q, df), upper, 1e-12, `chi-square upper ${q} ${df}`)
    }
  })
})

function expectRelative(value: number, expected: number, tolerance: number, what: string): void {
  const error = value === expected ? 0 : Math.abs(value - expected) / Math.abs(expected)
  expect(error, `${what} = ${value}, expected ${expected}, relative error`).toBeLessThanOrEqual(tolerance)
}
