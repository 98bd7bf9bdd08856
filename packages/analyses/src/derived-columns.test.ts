import { readTable } from '@zerosec/table'
import { expect, it } from 'vitest'
import { csvOf } from '../test/analyse.ts'
import { withDerivedColumns } from './derived-columns.ts'
import { runFile } from './run-file.ts'

const bytes = (csv: string) => new TextEncoder().encode(csv)
const table = await readTable(
  'a.csv',
  bytes('送り[mm/min],x,dry,solvent\n100,1,true,A\n0,4,false,B\n,9,true,A\n50,,false,B\n25,-1,true,A\n'),
)
const valuesOf = (expressions: string[], name: string) => {
  const column = withDerivedColumns(table, expressions).table.columns.find((each) => each.name === name)
  return column?.kind === 'number' ? Array.from(column.values) : column
}

it('adds columns in order, by the names and by the headers of the file', () => {
  const expressions = ['時間 = 100 / 送り * 60', 'half = 時間 / 2 + dry']
  expect(valuesOf(expressions, 'half')).toEqual([31, NaN, NaN, 60, 121])
  expect(valuesOf(['a = [送り[mm/min]] * 2'.replace('[送り[mm/min]]', '`送り[mm/min]`')], 'a')).toEqual([
    200,
    0,
    NaN,
    100,
    50,
  ])
  const { table: made } = withDerivedColumns(table, expressions)
  expect(made.derived).toEqual(expressions)
  expect(made.columns.at(-2)).toMatchObject({ missingCount: 2, kind: 'number' })
})

it('counts cells without a result apart from those whose inputs are missing', () => {
  const { warnings } = withDerivedColumns(table, ['t = sqrt(x) / 送り'])
  expect(warnings).toMatchObject([
    { code: 'column_derived', message: expect.stringContaining('In 2 rows it is missing') },
    { code: 'derived_cells_missing', level: 'caution', count: 2, rows: [3, 6], columns: ['t'] },
  ])
})

it.each([
  ['x = 送り', 'already has'],
  ['a = solvent * 2', 'is a category'],
  ['a = speed', 'no column "speed"'],
])('refuses %s', (expression, problem) => {
  expect(() => withDerivedColumns(table, [expression])).toThrow(
    expect.objectContaining({ code: 'derived_column_invalid', message: expect.stringContaining(problem) }),
  )
})

it('gives the columns to every analysis, and says so in its report', async () => {
  const feed = Array.from({ length: 24 }, (_, i) => 10 + ((i * 7) % 24))
  const y = feed.map((value, i) => 6000 / value + ((i * 5) % 3))
  const request = {
    analysis: 'linear_analysis',
    file: { name: 'cuts.csv', bytes: bytes(csvOf({ feed, y })) },
    parameters: { target_column: 'y', feature_columns: ['time'], derived_columns: ['time = 100 / feed * 60'] },
  }
  const { report } = await runFile(request, () => {})
  expect(report.warnings).toContainEqual(expect.objectContaining({ code: 'column_derived' }))
  expect(report.parameters['derived_columns']).toEqual(['time = 100 / feed * 60'])
  expect(report.values['cv_r2']).toBeGreaterThan(0.99)
})
