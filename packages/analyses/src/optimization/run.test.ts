import { checkReport, type Report, type RunSheetBlock } from '@zerosec/report'
import { readTable } from '@zerosec/table'
import { beforeAll, describe, expect, it } from 'vitest'
import { analyse, csvOf } from '../../test/analyse.ts'
import { runFile } from '../run-file.ts'
import { OptimizationParameters } from './parameters.ts'
import { planExperiment } from './plan-experiment.ts'
import { readRequest } from './read-request.ts'
import { runSheetBlock } from './run-sheet-block.ts'
import { designWarnings } from './warnings.ts'

interface DesignValues {
  readonly [name: string]: unknown
  readonly design: readonly Readonly<Record<string, number | string>>[]
  readonly d_efficiency: number
  readonly selected_rows: readonly (number | null)[]
  readonly leverage: readonly number[]
  readonly growth: readonly { runs: number; d_efficiency: number; power: number | null }[]
}

const FACTORS = `name,type,low,high,unit,digits
温度,continuous,80,120,°C,1
時間,continuous,10,60,min,0
圧力,continuous,0.1,0.5,MPa,3
`

const plan = (csv: string, parameters: Readonly<Record<string, unknown>>) =>
  analyse(csv, { starts: 4, ...parameters }, 'optimization')
const valuesOf = (report: Report) => report.values as unknown as DesignValues
const sheetOf = (report: Report) =>
  report.sections.flatMap(({ blocks }) => blocks).find((block): block is RunSheetBlock => block.kind === 'run_sheet')!

/** Σ log of the squared pivots of the quadratic model's matrix, coded over the ranges: log det XᵀX by another path. */
function logDetOfQuadratic(rows: readonly (readonly number[])[]): number {
  const matrix = rows.map((x) => {
    const products = x.flatMap((a, i) => x.slice(i + 1).map((b) => a * b))
    return [1, ...x, ...x.map((a) => a * a), ...products]
  })
  const p = matrix[0]!.length
  const information = Array.from({ length: p }, (_, i) =>
    Array.from({ length: p }, (_, j) => matrix.reduce((sum, row) => sum + row[i]! * row[j]!, 0)),
  )
  let logDet = 0
  for (let i = 0; i < p; i++) {
    logDet += Math.log(information[i]![i]!)
    for (let j = i + 1; j < p; j++) {
      const share = information[j]![i]! / information[i]![i]!
      for (let l = i; l < p; l++) information[j]![l]! -= share * information[i]![l]!
    }
  }
  return logDet
}

describe('a new design for a table of factors', () => {
  let report: Report
  let values: DesignValues
  beforeAll(async () => {
    report = await plan(FACTORS, { num_points: 15, model: 'quadratic' })
    values = valuesOf(report)
  })

  it('is a valid report that says in one sentence what the runs give and how good they are', () => {
    expect(() => checkReport(report)).not.toThrow()
    expect(report.headline).toMatch(
      /^15 runs estimate all 10 coefficients of the quadratic model of 3 factors; D-efficiency 46\.\d %, at most \d+\.\d % below what any 15-run design can reach\.$/,
    )
  })

  it('is as good as the best known, at most a little below for rounding, and below the bound', () => {
    expect(values.d_efficiency).toBeGreaterThan(0.46)
    expect(values['d_bound']).toBeGreaterThanOrEqual(values.d_efficiency)
    expect(values['gap']).toBeCloseTo(1 - values.d_efficiency / (values['d_bound'] as number), 12)
  })

  it('has the log det and the efficiency of the runs as they are printed', () => {
    const coded = values.design.map(({ 温度: t, 時間: m, 圧力: p }) => [
      (Number(t) - 100) / 20,
      (Number(m) - 35) / 25,
      (Number(p) - 0.3) / 0.2,
    ])
    const logDet = logDetOfQuadratic(coded)
    expect(values['log_det']).toBeCloseTo(logDet, 8)
    expect(values.d_efficiency).toBeCloseTo(Math.exp(logDet / 10) / 15, 10)
  })

  it('prints settings with the digits of their factor, within its range', () => {
    const sheet = sheetOf(report)
    expect(sheet.factors.map((factor) => factor.kind === 'number' && factor.digits)).toEqual([1, 0, 3])
    for (const { settings } of sheet.runs) {
      const [t, m, p] = settings as number[]
      expect([Number(t!.toFixed(1)), Number(m!.toFixed(0)), Number(p!.toFixed(3))]).toEqual([t, m, p])
      expect([t! >= 80 && t! <= 120, m! >= 10 && m! <= 60, p! >= 0.1 && p! <= 0.5]).toEqual([true, true, true])
    }
  })

  it('lists leverages that sum to the number of coefficients, and settings under the names of the factors', () => {
    expect(values.leverage.reduce((sum, value) => sum + value, 0)).toBeCloseTo(10, 9)
    expect(values.design.map(({ no }) => no)).toEqual(Array.from({ length: 15 }, (_, i) => i + 1))
    expect(Object.keys(values.design[0]!)).toEqual(['no', 'role', '温度', '時間', '圧力'])
  })

  it('tells how it would go with other numbers of runs', () => {
    const sizes = values.growth.map(({ runs }) => runs)
    expect(sizes).toContain(15)
    expect(sizes.length).toBeGreaterThanOrEqual(4)
    expect(report.sections.map(({ id }) => id)).toEqual([
      'runs',
      'quality',
      'power',
      'prediction',
      'aliases',
      'growth',
      'search',
    ])
  })

  it('gives the same report for the same seed, and another order of making for another', async () => {
    const again = await plan(FACTORS, { num_points: 15, model: 'quadratic' })
    expect(JSON.stringify(again)).toBe(JSON.stringify(report))
    const other = await plan(FACTORS, { num_points: 15, model: 'quadratic', random_seed: 7 })
    expect(valuesOf(other).design).not.toEqual(values.design)
    expect(valuesOf(other).d_efficiency).toBeCloseTo(values.d_efficiency, 3)
  })
})

describe('what the parameters add', () => {
  it('adds centre points and repeats to the runs, and counts them as such', async () => {
    const report = await plan(FACTORS, { num_points: 8, center_points: 3, replicates: 2 })
    const roles = sheetOf(report).runs.map(({ role }) => role)
    const count = (role: string) => roles.filter((other) => other === role).length
    expect([count('new'), count('center'), count('replicate')]).toEqual([8, 3, 2])
    expect(valuesOf(report)['pure_error_df']).toBe(4)
    expect(report.headline).toMatch(/^8 runs, 2 repeats and 3 centre points estimate all 4 coefficients/)
  })

  it('measures a design for predictions by the average variance and the least possible one', async () => {
    const report = await plan(FACTORS, { num_points: 15, model: 'quadratic', criterion: 'I' })
    const values = valuesOf(report)
    expect(values['criterion_value']).toBe(values['average_variance'])
    expect(values['criterion_gap']).toBeGreaterThan(0)
    expect(values['criterion_gap']).toBeLessThan(0.1)
    expect(report.headline).toMatch(
      /; average prediction variance 0\.\d+ σ², at most \d\.\d % from the best possible; D-efficiency \d\d\.\d %\.$/,
    )
  })

  it('keeps blocks together and numbers the runs through', async () => {
    const report = await plan(FACTORS, { num_points: 12, blocks: 2 })
    const sheet = sheetOf(report)
    const block = sheet.factors.findIndex(({ kind }) => kind === 'block')
    const levels = sheet.runs.map(({ settings }) => settings[block])
    expect(levels).toEqual(levels.toSorted((a, b) => String(a).localeCompare(String(b))))
    expect(new Set(levels).size).toBe(2)
  })

  it('returns a proven design from the catalogue without a search', async () => {
    const csv = csvOf({ name: ['a', 'b', 'c', 'd', 'e', 'f', 'g'], low: Array(7).fill(0), high: Array(7).fill(1) })
    const report = await plan(csv, { num_points: 8 })
    expect(valuesOf(report)).toMatchObject({ origin: 'catalogue', proven: true, starts: 0, gap: 0 })
    expect(valuesOf(report).d_efficiency).toBeCloseTo(1, 12)
    expect(report.headline).toContain('proven the best')
  })

  it('evaluates what is printed, and says what rounding cost', async () => {
    const table = await readTable('factors.csv', new TextEncoder().encode('name,low,high\na,0,3\nb,0,3\n'))
    const parameters = OptimizationParameters.parse({ num_points: 9, model: 'quadratic', starts: 3 })
    const request = readRequest(table, parameters)
    const columns = request.columns.map((column) => ({ ...column, digits: 0 }))
    const { design, quality } = await planExperiment({ ...request, columns }, 42, () => {})
    expect(quality.evaluation.dEfficiency).toBeLessThan(design.unroundedEfficiency)
    const coded = runSheetBlock(design).runs.map(({ settings }) => settings.map((value) => Number(value) / 1.5 - 1))
    expect(quality.evaluation.logDet).toBeCloseTo(logDetOfQuadratic(coded), 9)
    expect(designWarnings(design, quality).map(({ code }) => code)).toContain('rounding_lost_efficiency')
  })

  it('says so where nothing is left to judge the error by', async () => {
    const report = await plan(FACTORS, { num_points: 10, model: 'quadratic' })
    const warning = report.warnings.find(({ code }) => code === 'error_degrees_few')!
    expect(warning.message).toBe(
      '10 runs for 10 coefficients leave no degrees of freedom to judge the error by, so nothing can be tested. Add 3 runs ' +
        'or more, centre points or replicates, or take a smaller model.',
    )
  })
})

describe('the bound', () => {
  const candidates = csvOf({
    a: Array.from({ length: 25 }, (_, i) => i % 5),
    b: Array.from({ length: 25 }, (_, i) => Math.floor(i / 5)),
  })
  const made = csvOf({ a: [0, 4, 0, 4], b: [0, 0, 4, 4], y: [1, 2, 3, 5] })

  it.each<[string, string, Readonly<Record<string, unknown>>]>([
    ['free settings', FACTORS, { num_points: 12, model: 'quadratic' }],
    ['centre points and repeats', FACTORS, { num_points: 8, center_points: 2, replicates: 2 }],
    ['blocks with centre points', FACTORS, { num_points: 12, blocks: [6, 6], center_points: 2 }],
    ['hard-to-change factors', FACTORS, { num_points: 12, hard_to_change: ['温度'], whole_plots: 4 }],
    ['candidates', candidates, { num_points: 8, model: 'quadratic' }],
    ['candidates with extra runs', candidates, { num_points: 8, center_points: 2, replicates: 2 }],
    ['existing runs', made, { num_points: 5, model: 'quadratic', mode: 'augment' }],
  ])('lies above the efficiency of every design: %s', async (_, csv, parameters) => {
    const { d_bound: bound, d_efficiency: efficiency, gap } = valuesOf(await plan(csv, parameters))
    expect(bound).toBeGreaterThanOrEqual(efficiency)
    expect(gap).toBeLessThan(0.3)
  })

  it('is none where a design can not estimate the model, which it then says', async () => {
    const report = await plan(FACTORS, { num_points: 5, model: 'quadratic', criterion: 'bayesian_D' })
    expect(valuesOf(report)).toMatchObject({ d_bound: null, gap: null, d_efficiency: 0, log_det: null, rank: 5 })
    expect(report.headline).toMatch(/^5 runs estimate 5 of the 10 coefficients/)
    expect(report.warnings[0]).toMatchObject({ code: 'design_singular', level: 'serious' })
    expect(() => checkReport(report)).not.toThrow()
  })
})

describe('choosing from candidates', () => {
  const grid = [80, 90, 100, 110, 120].flatMap((t) => [10, 35, 60].flatMap((m) => ['PP', 'PE'].map((r) => [t, m, r])))
  const csv = csvOf({
    温度: grid.map(([t]) => t!),
    時間: grid.map(([, m]) => m!),
    樹脂: grid.map(([, , r]) => r!),
  })

  it('chooses rows of the table, each once, and names them', async () => {
    const report = await plan(csv, { num_points: 9 })
    const { selected_rows: rows, design } = valuesOf(report)
    expect(new Set(rows).size).toBe(9)
    rows.forEach((row, i) => {
      const [t, m, r] = grid[row! - 1]!
      expect(design[i]).toMatchObject({ 温度: t, 時間: m, 樹脂: r })
    })
    expect(report.headline).toMatch(/^9 runs chosen from 30 candidates estimate all 4 coefficients/)
  })

  it('shows the candidates from their principal plane, with the chosen ones', async () => {
    const report = await plan(csv, { num_points: 9 })
    const figures = report.sections.flatMap(({ blocks }) => blocks).filter(({ kind }) => kind === 'figure')
    expect(figures).toContainEqual(expect.objectContaining({ id: 'candidate_plane' }))
  })
})

describe('adding to existing runs', () => {
  const csv = csvOf({
    温度: [80, 120, 80, 120, 100],
    時間: [10, 10, 60, 60, 35],
    '強度 [MPa]': [31, 44, 35, 52, 41],
  })

  it('lists them first with their results, and numbers the new ones on', async () => {
    const report = await plan(csv, { num_points: 6, model: 'quadratic', mode: 'augment' })
    const sheet = sheetOf(report)
    expect(sheet.runs.map(({ number }) => number)).toEqual(Array.from({ length: 11 }, (_, i) => i + 1))
    expect(sheet.runs.slice(0, 5).map(({ role, results }) => [role, ...results])).toEqual(
      [31, 44, 35, 52, 41].map((result) => ['existing', result]),
    )
    expect(sheet.runs.slice(5).map(({ role, results }) => [role, ...results])).toEqual(
      Array.from({ length: 6 }, () => ['new', null]),
    )
    expect(report.headline).toMatch(/^6 new runs and 5 existing ones estimate all 6 coefficients/)
  })
})

describe('the files of a run', () => {
  const file = { name: 'factors.csv', bytes: new TextEncoder().encode(FACTORS) }
  const request = { analysis: 'optimization', file, parameters: { num_points: 13, model: 'quadratic', starts: 3 } }
  const told: string[] = []
  const run = () => runFile(request, (_, message) => told.push(message))

  it('are the report, its workbook, the run sheet and the pictures, the same bytes each time', async () => {
    const [first, second] = [await run(), await run()]
    const paths = first.artifacts.map(({ path }) => path)
    expect(paths).toEqual(expect.arrayContaining(['report.json', 'report.xlsx', 'run_sheet.xlsx']))
    expect(paths.filter((path) => path.endsWith('.png')).map((path) => path.slice(8, -4))).toEqual([
      'factor_pairs',
      'power',
      'fraction_of_design_space',
      'variance_profile',
      'correlation_map',
      'growth',
    ])
    for (const [i, { path, bytes }] of second.artifacts.entries()) {
      expect([path, Buffer.compare(bytes, first.artifacts[i]!.bytes)]).toEqual([path, 0])
    }
  })

  it('come with word of how the search goes', () => {
    expect(told).toContainEqual(expect.stringMatching(/^Start \d of 3: D-efficiency \d\d\.\d %, gap \d+(\.\d+)? %$/))
  })
})
