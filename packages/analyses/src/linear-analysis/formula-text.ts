import type { ColumnPiece, ModelColumn } from '@zerosec/engine'
import type { FormulaBlock } from '@zerosec/report'
import type { Fit } from './fit.ts'
import type { Model } from './model.ts'

/** Excel refuses longer formulas. */
const EXCEL_LIMIT = 8_192

/** The model for reading, and as a formula of Excel with one input a column, from A2 on. */
export function formulaBlocks(
  response: string,
  inputs: readonly string[],
  levels: ReadonlyMap<string, readonly string[]>,
  model: Model,
  fit: Fit,
): FormulaBlock[] {
  const readable: FormulaBlock = {
    kind: 'formula',
    id: 'formula',
    title: 'Model',
    text: [`${response} = ${sumOf(model, fit, readableFactors, ' · ', '\n    ')}`, ...codeLines(model, levels)].join(
      '\n',
    ),
  }
  const cells = new Map(inputs.map((input, index) => [input, `${columnLetters(index)}2`]))
  const cellPiece = (piece: ColumnPiece) => excelPiece(piece, cells.get(piece.input)!, levels.get(piece.input) ?? [])
  const text = `=${sumOf(model, fit, ({ pieces }) => pieces.map(cellPiece), '*', '')}`
  if (text.length > EXCEL_LIMIT) return [readable]
  const legend = inputs.map((input, index) => `${columnLetters(index)}2 ${input}`).join(', ')
  return [readable, { kind: 'formula', id: 'excel_formula', title: `For Excel, with the inputs in: ${legend}`, text }]
}

/** Terms with a coefficient of zero are left out. */
function sumOf(
  model: Model,
  fit: Fit,
  factors: (column: ModelColumn) => readonly string[],
  times: string,
  lineBreak: string,
): string {
  const parts = model.columns.flatMap((column, j) => {
    const estimate = fit.coefficients[j]!
    if (estimate === 0) return []
    return [{ sign: estimate < 0 ? '-' : '+', text: [exact(Math.abs(estimate)), ...factors(column)].join(times) }]
  })
  if (parts.length === 0) return '0'
  const space = lineBreak === '' ? '' : ' '
  return parts
    .map(({ sign, text }, k) => (k === 0 ? `${sign === '-' ? '-' : ''}${text}` : `${lineBreak}${sign}${space}${text}`))
    .join('')
}

function readableFactors({ name, pieces }: ModelColumn): readonly string[] {
  if (pieces.some((piece) => piece.kind === 'level')) return [name]
  return pieces.map((piece) => {
    if (piece.kind === 'function') return `${piece.function === 'log' ? 'ln' : 'exp'}(${piece.input})`
    return piece.kind === 'power' ? powerText(piece.input, piece) : name
  })
}

/** What the coded levels stand for, one line a column. */
function codeLines(model: Model, levels: ReadonlyMap<string, readonly string[]>): string[] {
  return model.columns.flatMap(({ name, pieces }) => {
    const [piece] = pieces
    if (pieces.length !== 1 || piece?.kind !== 'level') return []
    const codes = piece.codes.flatMap((code, k) => (code === 0 ? [] : [`${code} for ${levels.get(piece.input)![k]}`]))
    return [`${name}: ${codes.join(', ')}${codes.length < piece.codes.length ? ', else 0' : ''}`]
  })
}

function excelPiece(piece: ColumnPiece, cell: string, levels: readonly string[]): string {
  if (piece.kind === 'function') return `${piece.function === 'log' ? 'LN' : 'EXP'}(${cell})`
  if (piece.kind === 'power') return powerText(cell, piece)
  const choices = piece.codes.map((code, k) => ({ code, level: levels[k]! })).filter(({ code }) => code !== 0)
  return choices.reduceRight(
    (rest, { code, level }) => `IF(${cell}="${level.replaceAll('"', '""')}",${code},${rest})`,
    '0',
  )
}

function powerText(name: string, { power, center, scale }: Extract<ColumnPiece, { kind: 'power' }>): string {
  const moved = center === 0 ? name : `(${name}${center > 0 ? '-' : '+'}${exact(Math.abs(center))})`
  const base = scale === 1 ? moved : `(${moved}/${exact(scale)})`
  return power === 1 ? base : `${base}^${power < 0 ? `(${power})` : power}`
}

/** Shortest text that reads back as the same number, which Excel takes too. */
function exact(value: number): string {
  return String(value).replace('e', 'E')
}

export function columnLetters(index: number): string {
  const rest = Math.floor(index / 26)
  return (rest > 0 ? columnLetters(rest - 1) : '') + String.fromCharCode(65 + (index % 26))
}
