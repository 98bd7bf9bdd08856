import { checkReport } from '@zerosec/report'
import { describe, expect, it } from 'vitest'
import { analyseToFiles, csvOf } from '../../test/analyse.ts'
import { COST, GAIN, modelOpener } from '../../test/known-models.ts'

const OBJECTIVES = { maximise: ['gain'], minimise: ['cost'], models: ['gain', 'cost'] }
const candidates = csvOf({ x: [1, 2, 2, 50], z: [0, 0, 1, 0], ligand: ['B', 'B', 'A', 'B'] })

const run = (csv: string, parameters: Readonly<Record<string, unknown>>) =>
  analyseToFiles(csv, { ...OBJECTIVES, ...parameters }, 'pareto', undefined, modelOpener(GAIN, COST))

/** Settings of the front, by name. */
async function frontOf(csv: string, parameters: Readonly<Record<string, unknown>>) {
  const { report, files } = await run(csv, { mode: 'search', evaluations: 3_000, population: 40, ...parameters })
  expect(() => checkReport(report)).not.toThrow()
  const [header, ...lines] = new TextDecoder().decode(files[0]!.bytes).replace('\uFEFF', '').trim().split('\r\n')
  const names = header!.split(',')
  return {
    report,
    front: lines.map((line) => Object.fromEntries(line.split(',').map((cell, j) => [names[j]!, cell]))),
  }
}

describe('pareto of candidates', () => {
  it('compares rows by predictions, with intervals, probability and domain', async () => {
    const { report } = await run(candidates, {})
    expect(report.values).toMatchObject({ mode: 'candidates', front_rows: [5, 3, 2], front_outside_domain: 1 })
    expect(report.warnings).toContainEqual(expect.objectContaining({ code: 'front_outside_domain', rows: [5] }))
    const knee = report.values['most_desirable'] as { probability: number; values: object }
    expect(knee.probability).toBeGreaterThan(0)
    expect(knee.probability).toBeLessThanOrEqual(1)
  })

  it('mixes predictions with columns, such as what a row costs', async () => {
    const table = csvOf({ x: [1, 2, 3], z: [0, 0, 0], ligand: ['B', 'B', 'B'], price: [1, 5, 4] })
    const { report } = await run(table, { minimise: ['price'], models: ['gain'] })
    expect(report.values).toMatchObject({ mode: 'candidates', front_rows: [4, 2] })
  })
})

describe('pareto of a search', () => {
  it('finds the settings that are known to be best, within the ranges of the models', async () => {
    const { report, front } = await frontOf(candidates, {})
    expect(report.values).toMatchObject({ mode: 'search', search: { algorithm: 'nsga2', evaluations: 3_000 } })
    expect(front.length).toBeGreaterThan(30)
    for (const row of front) {
      expect(row['ligand']).toBe('B')
      expect(Math.abs(Number(row['z']))).toBeLessThan(0.4)
      expect(Number(row['gain'])).toBeCloseTo(Number(row['x']) + 2 - Number(row['z']) ** 2, 10)
    }
    const x = front.map((row) => Number(row['x']))
    expect([Math.min(...x) < 0.5, Math.max(...x) > 9]).toEqual([true, true])
  })

  it('keeps to bounds, steps, fixed factors, constraints and limits', async () => {
    const { front, report } = await frontOf(candidates, {
      bounds: { x: [1, 9] },
      steps: { x: 0.5 },
      fixed: { ligand: 'A' },
      constraints: ['x + z <= 7'],
      limits: { cost: [4, null] },
    })
    for (const row of front) {
      expect(row['ligand']).toBe('A')
      expect(Number(row['x']) % 0.5).toBe(0)
      expect(Number(row['x']) + Number(row['z'])).toBeLessThanOrEqual(7 + 1e-9)
      expect(Number(row['cost'])).toBeGreaterThanOrEqual(4)
    }
    expect(Math.max(...front.map((row) => Number(row['x'])))).toBeLessThanOrEqual(8)
    expect(report.values['rows_beyond_limits']).toBe(0)
  })

  it('leaves what the models do not know, unless it is asked to go there', async () => {
    const inside = await frontOf(candidates, { bounds: { x: [0, 30] } })
    expect(inside.report.warnings.map(({ code }) => code)).toContain('bounds_beyond_model')
    expect(inside.front.every((row) => row['domain'] === 'yes')).toBe(true)
    // the search goes there from the start: what is outside is not dropped at its end
    expect(inside.front.length).toBeGreaterThan(25)
    const any = await frontOf(candidates, { bounds: { x: [0, 30] }, search_domain: 'any' })
    expect(any.report.values['front_outside_domain']).toBeGreaterThan(0)
    expect(Math.max(...any.front.map((row) => Number(row['x'])))).toBeGreaterThan(25)
  })

  it('keeps the sum of columns that sum to one total in every row of the table', async () => {
    const x = [1, 3, 5, 2, 4, 2.5]
    const table = csvOf({ x, z: x.map((value) => 6 - value), ligand: x.map(() => 'B') })
    const { front, report } = await frontOf(table, { bounds: { z: [0, 3] } })
    expect(report.warnings.map(({ code }) => code)).toContain('mixture_found')
    for (const row of front) expect(Number(row['x']) + Number(row['z'])).toBeCloseTo(6, 6)
  })

  it('is the same for the same seed', async () => {
    const [first, second] = [await frontOf(candidates, {}), await frontOf(candidates, {})]
    expect(second.report).toEqual(first.report)
  })
})
