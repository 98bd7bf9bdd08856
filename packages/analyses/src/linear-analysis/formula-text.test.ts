import type { FormulaBlock } from '@zerosec/report'
import { describe, expect, it } from 'vitest'
import { analyse, csvOf } from '../../test/analyse.ts'
import { columnLetters } from './formula-text.ts'

const rows = Array.from({ length: 24 }, (_, i) => i)
const data = csvOf({
  x: rows.map((i) => (i % 6) + 1),
  m: rows.map((i) => 'AB'[Math.floor(i / 6) % 2]!),
  y: rows.map((i) => 2 * ((i % 6) + 1) ** 2 - 3 * ((i % 6) + 1) + (Math.floor(i / 6) % 2)),
})

async function formulas(terms: string): Promise<Record<string, string>> {
  const report = await analyse(data, { target_column: 'y', terms })
  const blocks = report.sections.flatMap((section) => section.blocks)
  return Object.fromEntries(
    blocks.filter((block): block is FormulaBlock => block.kind === 'formula').map(({ id, text }) => [id, text]),
  )
}

describe('the formula of the model', () => {
  it('reads like one, and tells what the codes of levels stand for', async () => {
    const { formula } = await formulas('x + I(x^2) + m')
    expect(formula).toMatch(
      /^y = 0?\.[45]\d* *\n? {4}- [\d.]+ · x\n {4}\+ [\d.]+ · x\^2\n {4}- [\d.]+ · m\[A\]\nm\[A\]: 1 for A, -1 for B$/m,
    )
  })

  it.each([
    ['x + I(x^2) + m', (x: number, b: number) => 2 * x ** 2 - 3 * x + b],
    ['I((x-3)/2) + I(((x-3)/2)^2) + m', (x: number, b: number) => 2 * x ** 2 - 3 * x + b],
  ])('computes the prediction in Excel: %s', async (terms, truth) => {
    const { excel_formula: formula } = await formulas(terms)
    for (const [x, level] of [
      [1, 'A'],
      [4, 'B'],
    ] as const) {
      expect(excelValue(formula!, x, level)).toBeCloseTo(truth(x, level === 'B' ? 1 : 0), 8)
    }
  })

  it('letters columns as Excel does', () => {
    expect([0, 25, 26, 701, 702].map(columnLetters)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA'])
  })
})

/** The few things of Excel's language that the formula uses, evaluated in JavaScript. */
function excelValue(formula: string, x: number, level: string): number {
  const script = formula
    .slice(1)
    .replaceAll('A2', String(x))
    .replaceAll('B2', `'${level}'`)
    .replaceAll(/('\w')="/g, '$1=="')
    .replaceAll('^', '**')
    .replaceAll('IF(', 'choose(')
  // oxlint-disable-next-line typescript/no-implied-eval -- the text is our own formula
  return Number(new Function('choose', `return ${script}`)((is: boolean, yes: number, no: number) => (is ? yes : no)))
}
