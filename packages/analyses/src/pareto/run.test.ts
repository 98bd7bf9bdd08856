import { readFileSync } from 'node:fs'
import { checkReport, type Report } from '@zerosec/report'
import { describe, expect, it } from 'vitest'
import { describeWithReferenceData, referencePath } from '../../../../test/reference-data.ts'
import { analyseToFiles, csvOf } from '../../test/analyse.ts'

const pareto = (csv: string | Uint8Array, parameters: Readonly<Record<string, unknown>>) =>
  analyseToFiles(csv, parameters, 'pareto')

const codes = ({ warnings }: Report) => warnings.map(({ code }) => code)

/** Rows 2 … 8 of the file; the front of yield large and cost small is 2, 3, 4 and their equal 8. */
const RUNS = {
  name: ['a', 'b', 'c', 'd', 'e', 'f', 'g'],
  yield: [10, 8, 4, 7, 9, null, 8],
  cost: [9, 4, 3, 5, 9.5, 1, 4],
  pH: [6.2, 6.9, 7.4, 6.5, 5, 7, 6.9],
}

describe('pareto of the columns of a table', () => {
  it('finds the rows that no other beats, ties kept, the best of the first objective first', async () => {
    const { report, files } = await pareto(csvOf(RUNS), {
      maximise: ['yield'],
      minimise: ['cost'],
      label_column: 'name',
    })
    expect(() => checkReport(report)).not.toThrow()
    expect(report.values).toMatchObject({
      mode: 'columns',
      rows: 7,
      rows_compared: 6,
      rows_missing: 1,
      front_size: 4,
      front_rows: [2, 3, 8, 4],
      knee: { row: 3, label: 'b', values: { yield: 8, cost: 4 } },
      // a tenth of the range beyond the worst
      reference_point: { yield: 4 - 0.6, cost: 9.5 + 0.65 },
    })
    expect(report.values['hypervolume']).toBeCloseTo(6.6 * 1.15 + 4.6 * 5 + 0.6 * 1, 10)
    expect(report.headline).toContain('4 of 6 rows are beaten by no other')
    const [file] = files
    expect(file!.path).toBe('pareto_front.csv')
    const lines = new TextDecoder().decode(file!.bytes).trim().split('\r\n')
    expect(lines).toHaveLength(5)
    expect(lines[1]).toMatch(/^2,a,10,9,/)
  })

  it('names the rows in which an objective is missing', async () => {
    const { report } = await pareto(csvOf(RUNS), { maximise: ['yield'], minimise: ['cost'] })
    expect(report.warnings).toContainEqual(
      expect.objectContaining({ code: 'objectives_missing', rows: [7], count: 1, columns: ['yield'] }),
    )
  })

  it('takes targets with tolerances and ranges as distances', async () => {
    const { report } = await pareto(csvOf(RUNS), {
      maximise: ['yield'],
      targets: { pH: 7 },
      tolerances: { pH: 0.2 },
    })
    // 8 with pH 6.9 is on target; only 10 and 9 yield more, and 9 is as far off as can be
    expect(report.values).toMatchObject({ front_rows: [2, 3, 8], front_size: 3 })
    const ranged = await pareto(csvOf(RUNS), { ranges: { pH: [6, null], yield: [null, 8] }, minimise: ['cost'] })
    expect(ranged.report.values).toMatchObject({ front_rows: [4] })
    expect(ranged.report.headline).toContain('there is nothing to trade')
  })

  it('chooses by priorities with tolerances, and by weights', async () => {
    const objectives = { maximise: ['yield'], minimise: ['cost'] }
    const { report } = await pareto(csvOf(RUNS), {
      ...objectives,
      priorities: ['yield', 'cost'],
      tolerances: { yield: 1 },
    })
    expect(report.values['by_priorities']).toMatchObject({ rows: [{ row: 2 }] })
    const wide = await pareto(csvOf(RUNS), { ...objectives, priorities: ['yield', 'cost'], tolerances: { yield: 2 } })
    expect(wide.report.values['by_priorities']).toMatchObject({ rows: [{ row: 3 }, { row: 8 }] })
    expect(codes(wide.report)).toContain('priorities_tie')
    const heavy = await pareto(csvOf(RUNS), { ...objectives, weights: { yield: 20 } })
    expect(heavy.report.values['most_desirable']).toMatchObject({ row: 2 })
  })

  it('keeps to limits, and to a reference point that is given', async () => {
    const { report } = await pareto(csvOf(RUNS), {
      maximise: ['yield'],
      minimise: ['cost'],
      limits: { pH: [6.3, 7.2] },
      reference_point: { yield: 7.5, cost: 10 },
    })
    expect(report.values).toMatchObject({ front_rows: [3, 8], rows_beyond_limits: 3, hypervolume: 0.5 * 6 })
    expect(codes(report)).toContain('rows_beyond_limits')
  })

  it('thins pictures only by epsilon', async () => {
    const x = Array.from({ length: 101 }, (_, i) => i)
    const table = csvOf({ a: x, b: x.map((value) => 100 - value) })
    const { report } = await pareto(table, { maximise: ['a', 'b'], epsilon: 0.1 })
    expect(report.values['front_size']).toBe(101)
    const figure = report.sections.flatMap(({ blocks }) => blocks).find((block) => block.kind === 'figure')
    expect(figure).toMatchObject({ caption: expect.stringMatching(/1\d of 101 front rows are drawn/) })
  })

  it('puts ten thousand front rows into the table, and all of more into the file', async () => {
    const x = Array.from({ length: 12_000 }, (_, i) => i)
    const { report, files } = await pareto(csvOf({ a: x, b: x.map((value) => -value) }), { maximise: ['a', 'b'] })
    const table = report.sections.flatMap(({ blocks }) => blocks).find((block) => 'id' in block && block.id === 'front')
    expect(table).toMatchObject({ rows: { length: 10_000 }, note: expect.stringContaining('12000') })
    expect(new TextDecoder().decode(files[0]!.bytes).trim().split('\r\n')).toHaveLength(12_001)
  })
})

describeWithReferenceData('pareto of stored tables', () => {
  it.each([
    ['lipid_nanoparticle_3obj.csv', ['drug_loading', 'encap_efficiency'], ['particle_diameter']],
    ['suzuki_flow_i.csv', ['yield', 'turnover'], []],
    ['multi_y_kaneko.csv', ['y1', 'y2'], ['y3']],
    ['concrete_strength.csv', ['strength'], ['cement', 'water', 'age']],
  ])('is the front of the plain definition, of %s', async (file, maximise, minimise) => {
    const bytes = readFileSync(referencePath(`tables/${file}`))
    const { report } = await pareto(bytes, { maximise, minimise })
    const [header, ...lines] = bytes.toString('utf8').trim().split('\n')
    const names = header!.trim().split(',')
    const rows = lines.map((line) => {
      const cells = line.trim().split(',')
      const valueOf = (name: string) => Number(cells[names.indexOf(name)])
      return [...maximise.map((name) => -valueOf(name)), ...minimise.map(valueOf)]
    })
    const beats = (a: readonly number[], b: readonly number[]) =>
      a.every((value, k) => value <= b[k]!) && a.some((value, k) => value < b[k]!)
    const front = rows.flatMap((row, i) => (rows.some((other) => beats(other, row)) ? [] : [i + 2]))
    expect((report.values['front_rows'] as number[]).toSorted((a, b) => a - b)).toEqual(front)
  })
})
