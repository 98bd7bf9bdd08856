import { readFileSync } from 'node:fs'
import { CodedError } from '@zerosec/errors'
import { checkReport, type Report } from '@zerosec/report'
import { renderRunSheet } from '@zerosec/report/render'
import { readTable } from '@zerosec/table'
import ExcelJS from 'exceljs'
import { beforeAll, describe, expect, it } from 'vitest'
import { describeWithReferenceData, referencePath } from '../../../../test/reference-data.ts'
import type { NamedFile } from '../analysis.ts'
import { nextExperiments } from './index.ts'
import { NextExperimentsParameters } from './parameters.ts'

interface Proposed {
  readonly settings: Readonly<Record<string, number | string>>
  readonly purpose: string
  readonly predicted: Readonly<Record<string, { median: number; low: number; high: number }>>
  readonly chance: number
  readonly why: string
}

type Given = Readonly<Record<string, unknown>>

async function propose(csv: string | Uint8Array, given: Given, candidates?: string): Promise<Report> {
  const bytes = typeof csv === 'string' ? new TextEncoder().encode(csv) : csv
  const name = typeof csv === 'string' ? 'runs.csv' : 'run_sheet.xlsx'
  const parameters = NextExperimentsParameters.parse({ back_test: false, ...given })
  const table = await readTable(name, bytes)
  const openFile = async (): Promise<NamedFile> => ({ name: 'pool.csv', bytes: new TextEncoder().encode(candidates) })
  const readSheet = (sheet: string) => readTable(name, bytes, { sheet })
  const sheets = table.source.sheets ? { readSheet } : {}
  const result = await nextExperiments.run({ table, parameters, seed: 42, openFile, progress: () => {}, ...sheets })
  checkReport(result.report)
  return result.report
}

const proposalsOf = (report: Report) => report.values['proposals'] as unknown as readonly Proposed[]
const codesOf = (report: Report) => report.warnings.map(({ code }) => code)

/** Yield over temperature, time and a catalyst: highest at 90 °C, 40 min, catalyst B. */
const yieldOf = (temp: number, time: number, catalyst: string) =>
  Math.round(10 * (80 - (temp - 90) ** 2 / 20 - (time - 40) ** 2 / 30 + (catalyst === 'B' ? 8 : 0))) / 10

const SETTINGS = Array.from(
  { length: 24 },
  (_, i) => [60 + ((i * 7) % 24) * 2, 10 + ((i * 5) % 24) * 2, 'ABC'[i % 3]!] as const,
)
const RUNS = `temp [°C],time,catalyst,yield\n${SETTINGS.map(([temp, time, catalyst]) => `${temp},${time},${catalyst},${yieldOf(temp, time, catalyst)}`).join('\n')}\n`

async function codeOf(run: Promise<unknown>): Promise<string> {
  try {
    await run
    return 'none'
  } catch (error) {
    if (error instanceof CodedError) return error.code
    throw error
  }
}

describe('a table of runs', () => {
  let report: Report
  beforeAll(async () => {
    report = await propose(RUNS, { maximise: ['yield'], back_test: true, back_test_seeds: 3 })
  })

  it('gives five runs within the ranges, which lead uphill, and says why', () => {
    const proposals = proposalsOf(report)
    expect(proposals).toHaveLength(5)
    for (const { settings, why, predicted } of proposals) {
      expect(settings['temp']).toBeGreaterThanOrEqual(60)
      expect(settings['temp']).toBeLessThanOrEqual(106)
      expect(why.length).toBeGreaterThan(20)
      expect(predicted['yield']!.low).toBeLessThan(predicted['yield']!.high)
    }
    const reached = Math.max(...SETTINGS.map((run) => yieldOf(...run)))
    const best = Math.max(
      ...proposals.map(({ settings: { temp, time, catalyst } }) =>
        yieldOf(Number(temp), Number(time), String(catalyst)),
      ),
    )
    expect(best).toBeGreaterThan(reached)
    expect(proposals.map(({ purpose }) => purpose)).toEqual(['improve', 'improve', 'improve', 'improve', 'explore'])
    expect(proposals[0]!.why).toMatch(/^Highest chance \([<>]?\d+ %\) to beat the best /)
    expect(proposals[4]!.why).toMatch(/^Little is known here: the nearest run/)
  })

  it('has a run sheet of all runs, and a back-test that is told honestly', () => {
    const sheet = report.sections.flatMap(({ blocks }) => blocks).find(({ kind }) => kind === 'run_sheet')!
    expect(sheet.kind === 'run_sheet' && sheet.runs.map(({ role }) => role)).toEqual([
      ...Array<string>(24).fill('existing'),
      ...Array<string>(5).fill('new'),
    ])
    const test = report.values['back_test'] as {
      median_experiments: number
      random_median: number
      run_order: number
      saved: number
      goal: number
    }
    expect(test.goal).toBe(Math.max(...SETTINGS.map((run) => yieldOf(...run))))
    expect(test.run_order).toBe(1 + SETTINGS.findIndex((run) => yieldOf(...run) === test.goal))
    expect(test.saved).toBe(test.run_order - test.median_experiments)
    expect(report.headline).toContain('Played again')
  })

  it('gives the same bytes again', async () => {
    const again = await propose(RUNS, { maximise: ['yield'], back_test: true, back_test_seeds: 3 })
    expect(JSON.stringify(again)).toBe(JSON.stringify(report))
  })

  it('takes the proposals, filled in, back as a run sheet', async () => {
    const sheet = report.sections.flatMap(({ blocks }) => blocks).find(({ kind }) => kind === 'run_sheet')!
    if (sheet.kind !== 'run_sheet') throw new Error('no run sheet')
    const workbook = new ExcelJS.Workbook()
    await workbook.xlsx.load((await renderRunSheet(sheet, '0.1.0')) as never)
    const page = workbook.worksheets[0]!
    // the last of the new runs stays to be made
    for (let row = 26; row <= 29; row++) page.getRow(row).getCell(page.columnCount).value = 70 + row / 10
    const bytes = new Uint8Array(await workbook.xlsx.writeBuffer())
    const next = await propose(bytes, { maximise: ['yield'] })
    expect(next.values['measured_runs']).toBe(28)
    expect(next.values['pending_runs']).toBe(1)
    expect(codesOf(next)).toEqual(expect.arrayContaining(['run_sheet_returned', 'rows_pending']))
    const planned = proposalsOf(report)[4]!.settings
    for (const { settings } of proposalsOf(next)) expect(settings).not.toEqual(planned)
  })
})

describe('what engineers ask for', () => {
  it('keeps to bounds, steps, constraints and one setting of a hard-to-change factor', async () => {
    const report = await propose(RUNS, {
      maximise: ['yield'],
      bounds: { temp: [70, 100], time: [10, 50] },
      steps: { temp: 5 },
      constraints: ['temp + time <= 120'],
      hard_to_change: ['temp'],
    })
    const proposals = proposalsOf(report)
    for (const { settings } of proposals) {
      expect(Number(settings['temp']) % 5).toBe(0)
      expect(Number(settings['temp']) + Number(settings['time'])).toBeLessThanOrEqual(120)
    }
    expect(new Set(proposals.map(({ settings }) => settings['temp'])).size).toBe(1)
  })

  it('proposes others in place of rejected and forbidden ones', async () => {
    const first = proposalsOf(await propose(RUNS, { maximise: ['yield'], batch_size: 2, exploration: 0 }))
    const rejected = first.map(({ settings }) => settings)
    const second = proposalsOf(
      await propose(RUNS, {
        maximise: ['yield'],
        batch_size: 2,
        exploration: 0,
        rejected,
        forbidden: [{ catalyst: 'B' }],
      }),
    )
    for (const { settings } of second) {
      expect(rejected).not.toContainEqual(settings)
      expect(settings['catalyst']).not.toBe('B')
    }
  })

  it('keeps a mixture to its sum and to as many components as are allowed', async () => {
    const rows = Array.from({ length: 15 }, (_, i) => {
      const shares = [(i * 3) % 7, (i * 5) % 6, 1 + (i % 4), (i * 2) % 5]
      const total = shares.reduce((sum, share) => sum + share, 0)
      const [a, b, c] = shares.map((share) => Math.floor((100 * share) / total))
      return [a!, b!, c!, 100 - a! - b! - c!, a! * 2 + c! - (b! * b!) / 50]
    })
    const csv = `a,b,c,d,strength\n${rows.map((row) => row.join(',')).join('\n')}\n`
    const report = await propose(csv, { maximise: ['strength'], at_most: 2 })
    for (const { settings } of proposalsOf(report)) {
      const amounts = ['a', 'b', 'c', 'd'].map((name) => Number(settings[name]))
      expect(amounts.reduce((sum, amount) => sum + amount, 0)).toBeCloseTo(100, 6)
      expect(amounts.filter((amount) => amount > 0).length).toBeLessThanOrEqual(2)
    }
  })

  it('chooses among the rows of a second table only, new levels included', async () => {
    const pool = 'temp,time,catalyst\n90,40,B\n88,42,D\n61,11,A\n'
    const report = await propose(RUNS, { maximise: ['yield'], candidates: 'pool.csv', batch_size: 2 }, pool)
    const offered = [
      [90, 40, 'B'],
      [88, 42, 'D'],
      [61, 11, 'A'],
    ]
    for (const { settings } of proposalsOf(report)) expect(offered).toContainEqual(Object.values(settings))
    expect(report.values['candidates']).toBe(3)
  })

  it('takes rows without a result for candidates when told so', async () => {
    const blank = `${RUNS}91,41,B,\n60,10,C,\n`
    const report = await propose(blank, { maximise: ['yield'], blank_rows: 'candidates', batch_size: 5 })
    expect(proposalsOf(report)).toHaveLength(2)
    expect(codesOf(report)).toContain('fewer_proposals')
    const pending = await propose(blank, { maximise: ['yield'] })
    expect(pending.values['pending_runs']).toBe(2)
  })

  it('maximises the only response, and says so, where nothing is said', async () => {
    expect(codesOf(await propose(RUNS, {}))).toContain('objective_assumed')
  })
})

describe('what has no answer', () => {
  const constant = RUNS.replaceAll(/,[^,\n]+$/gm, (cell) => (cell === ',yield' ? cell : ',5'))
  const levels = `a,b,y\n${['p', 'q', 'r'].flatMap((a, i) => ['u', 'v', 'w'].map((b, j) => `${a},${b},${i + 2 * j}`)).join('\n')}\n`

  it.each<[string, string, Given]>([
    ['experiments_too_few', RUNS.split('\n').slice(0, 4).join('\n'), { maximise: ['yield'] }],
    ['objective_constant', constant, { maximise: ['yield'] }],
    ['objective_conflict', RUNS, { maximise: ['yield'], minimise: ['yield'] }],
    ['objective_missing', 'a,b\n1,2\n2,3\n3,4\n4,5\n5,6\n6,7\n', {}],
    ['experiments_exhausted', levels, { maximise: ['y'] }],
    [
      'experiments_exhausted',
      RUNS,
      { maximise: ['yield'], forbidden: [{ catalyst: 'A' }, { catalyst: 'B' }, { catalyst: 'C' }] },
    ],
    ['design_region_empty', RUNS, { maximise: ['yield'], constraints: ['temp + time >= 500'] }],
    ['column_unknown', RUNS, { maximise: ['purity'] }],
    ['response_not_numeric', RUNS, { maximise: ['catalyst'] }],
    ['design_factor_unknown', RUNS, { maximise: ['yield'], bounds: { pressure: [1, 2] } }],
    ['design_factor_unknown', RUNS, { maximise: ['yield'], hard_to_change: ['pressure'] }],
    ['parameter_invalid', RUNS, { maximise: ['yield'], rejected: [{ catalyst: 'Z' }] }],
    ['parameter_invalid', RUNS, { ranges: { yield: [4, 2] } }],
    ['parameter_invalid', RUNS, { maximise: ['yield'], at_most: 1 }],
  ])('is refused with %s', async (code, csv, given) => {
    expect(await codeOf(propose(csv, given))).toBe(code)
  })
})

describeWithReferenceData('public tables', () => {
  const table = (name: string) => readFileSync(referencePath(`tables/${name}.csv`), 'utf8')

  it('suzuki: yield and turnover at once, with a category', async () => {
    const report = await propose(table('suzuki_flow_i'), { maximise: ['yield', 'turnover'] })
    expect(proposalsOf(report)).toHaveLength(5)
    expect(proposalsOf(report)[0]!.why).toContain('to be beaten by no run so far')
    expect(report.values['back_test']).toBeNull()
  })

  it('buchwald-hartwig: a full factorial has no run left, and one is found where one is missing', async () => {
    const all = table('buchwald_hartwig_a')
    expect(await codeOf(propose(all, { maximise: ['yield'] }))).toBe('experiments_exhausted')
    const lines = all.trim().split('\n')
    const some = lines.slice(1).filter((_, row) => row % 6 === 0)
    const report = await propose([lines[0], ...some].join('\n'), { maximise: ['yield'], batch_size: 3 })
    expect(proposalsOf(report)).toHaveLength(3)
    const made = new Set(some.map((line) => line.split(',').slice(0, 4).join()))
    for (const { settings } of proposalsOf(report)) expect(made.has(Object.values(settings).join())).toBe(false)
  })
})
