import { INTERCEPT, type LeastSquaresFit } from '@zerosec/engine'
import type { Warning } from '@zerosec/report'
import { shortNumber } from '../plot-parts.ts'
import type { Model } from './model.ts'

/** Names the columns that the data can't tell from others, as equations: `水 = 1 − セメント − 砂`. */
export function aliasWarnings(model: Model, fit: LeastSquaresFit): Warning[] {
  if (fit.aliased.length === 0) return []
  const names = fit.aliased.map(({ column }) => model.columns[column]!.name)
  const equations = fit.aliased.slice(0, 10).map(({ column, combination }) => {
    const parts = combination.map(({ column: other, weight }) => ({ name: model.columns[other]!.name, weight }))
    return `${model.columns[column]!.name} = ${combinationText(parts)}`
  })
  const rest = names.length > equations.length ? `, and ${names.length - equations.length} more` : ''
  return [
    {
      code: 'columns_dependent',
      level: 'caution',
      message:
        `In these rows ${equations.join('; ')}${rest}. The data can't tell such columns apart: ` +
        `${names.length === 1 ? 'this one has' : 'these have'} no coefficient, and the others hold the common effect.`,
      columns: names,
      count: names.length,
    },
  ]
}

/** A sum of weighted names; the intercept's column is the number 1. */
export function combinationText(parts: readonly { readonly name: string; readonly weight: number }[]): string {
  const constantFirst = [...parts].sort((a, b) => Number(b.name === INTERCEPT) - Number(a.name === INTERCEPT))
  const texts = constantFirst.map(({ name, weight }, k) => {
    const size = shortNumber(Number(Math.abs(weight).toPrecision(9)))
    const text = name === INTERCEPT ? size : size === '1' ? name : `${size} ${name}`
    if (k === 0) return weight < 0 ? `−${text}` : text
    return `${weight < 0 ? '−' : '+'} ${text}`
  })
  return texts.length === 0 ? '0' : texts.join(' ')
}
