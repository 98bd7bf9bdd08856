import { describe, expect, it } from 'vitest'
import { csvOf } from '../../test/analyse.ts'
import { codes, columns, requestOf, settings } from '../../test/request.ts'

/** Every combination of three temperatures, two pressures and two catalysts. */
const GRID = [80, 100, 120].flatMap((temp) =>
  [1, 2].flatMap((pressure) => ['A', 'B'].map((cat) => ({ temp, pressure, cat }))),
)
const table = (rows: readonly Readonly<Record<string, string | number>>[]) =>
  csvOf(Object.fromEntries(Object.keys(rows[0]!).map((name) => [name, rows.map((row) => row[name]!)])))

describe('a table of candidate rows', () => {
  it('is chosen from, with numbers coded by their ends', async () => {
    const request = await requestOf(table(GRID), { num_points: 8 })
    expect(request.mode).toBe('select')
    expect(request.problem).toMatchObject({ runs: 8, criterion: { kind: 'D' }, candidates: { repeats: false } })
    expect(request.problem.factors).toEqual([
      { kind: 'continuous', name: 'temp', low: 80, high: 120 },
      { kind: 'continuous', name: 'pressure', low: 1, high: 2 },
      { kind: 'categorical', name: 'cat', levels: ['A', 'B'] },
    ])
    expect(columns(request)).toEqual(['(Intercept)', 'temp', 'pressure', 'cat[B]'])
    expect(request.candidateRows).toEqual(Uint32Array.from(GRID, (_, i) => i))
    expect(settings(request, request.problem.candidates!.runs)).toEqual(GRID.map((row) => Object.values(row)))
    expect(request.responses).toEqual([{ name: 'Result', existing: [] }])
    expect(request.warnings[0]!.message).toMatch(/candidate rows.*because it has no results.*set mode/)
  })

  it('loses rows out of bounds, with missing cells or forbidden, and says so', async () => {
    const rows = [...GRID, { temp: '', pressure: 1, cat: 'A' }]
    const request = await requestOf(table(rows), {
      num_points: 4,
      bounds: { temp: [90, 130] },
      constraints: ['not (temp = 120 and cat = "B")'],
    })
    expect(request.candidateRows).toEqual(Uint32Array.of(4, 5, 6, 7, 8, 10))
    expect(request.problem.factors[0]).toMatchObject({ low: 100, high: 120 })
    const found = request.warnings.map(({ code, count, rows: shown }) => [code, count, shown])
    expect(found).toContainEqual(['rows_out_of_bounds', 4, [2, 3, 4, 5]])
    expect(found).toContainEqual(['rows_forbidden', 2, [11, 13]])
    expect(found).toContainEqual(['rows_left_out', 1, [14]])
  })

  it('leaves out what numbers, names or never changes', async () => {
    const rows = GRID.map((row, i) => ({ 'No.': i + 1, lot: `L-${100 + i}`, ...row, site: 'Osaka', humidity: 40 }))
    const request = await requestOf(table(rows), { num_points: 6 })
    expect(request.problem.factors.map(({ name }) => name)).toEqual(['temp', 'pressure', 'cat'])
    const left = request.warnings.find(({ code }) => code === 'columns_left_out')
    expect(left!.message).toMatch(
      /No\. \(number of the row\); lot \(identifier\); site, humidity \(the same in every row\)/,
    )
  })

  it('takes rows with results for runs that are made, and offers the others', async () => {
    const rows = GRID.map((row, i) => ({ ...row, Result: i % 4 === 0 ? i : '' }))
    const repeated = [...rows, { ...GRID[0]!, Result: '' }]
    const request = await requestOf(table(repeated), { num_points: 6 })
    expect(request.mode).toBe('select')
    expect(request.existingRows).toEqual(Uint32Array.of(0, 4, 8))
    expect(request.responses[0]).toEqual({ name: 'Result', existing: [0, 4, 8] })
    expect(request.candidateRows).toEqual(Uint32Array.of(1, 2, 3, 5, 6, 7, 9, 10, 11))
    expect(request.warnings).toContainEqual(expect.objectContaining({ code: 'rows_done', rows: [14] }))
    expect((await requestOf(table(repeated), { num_points: 6, repeats: true })).candidateRows).toContain(12)
    const ignored = await requestOf(table(repeated), { num_points: 6, existing_runs: 'ignore' })
    expect(ignored.existingRows).toBeUndefined()
    expect(ignored.candidateRows).toHaveLength(13)
  })

  it('keeps runs that lie beyond the other rows: only bounds and constraints make a region', async () => {
    const rows = GRID.map((row, i) => ({ ...row, Result: row.temp === 120 ? i : '' }))
    const request = await requestOf(table(rows), { num_points: 6 })
    expect(request.existingRows).toHaveLength(4)
    expect(request.problem.factors[0]).toMatchObject({ low: 80, high: 120 })
    expect(codes(request)).not.toContain('existing_outside')
  })

  it('matches made runs to candidates despite rounding', async () => {
    const near = GRID.map((row) => ({ ...row, temp: row.temp + (row.temp === 100 ? 1e-6 : 0), Result: '' }))
    const rows = [...near, { ...GRID[4]!, Result: 7 }]
    expect((await requestOf(table(rows), { num_points: 6 })).candidateRows).not.toContain(4)
  })

  it('joins columns of 0 and 1 to the category that they are', async () => {
    const rows = GRID.flatMap((row) =>
      ['VA11', 'VA32'].map((brush) => ({
        ブラシVA11: Number(brush === 'VA11'),
        ブラシVA32: Number(brush === 'VA32'),
        ...row,
      })),
    )
    const request = await requestOf(table(rows), { num_points: 8 })
    expect(request.problem.factors[0]).toEqual({ kind: 'categorical', name: 'ブラシ', levels: ['VA11', 'VA32'] })
    expect(settings(request, request.problem.candidates!.runs)[1]![0]).toBe('VA32')
    expect(codes(request)).toContain('category_joined')
  })

  it('takes a column for what the parameter describes it as', async () => {
    const factors = [{ name: 'temp', type: 'categorical' }]
    const request = await requestOf(table(GRID), { num_points: 8, factors })
    expect(request.problem.factors[0]).toEqual({ kind: 'categorical', name: 'temp', levels: ['80', '100', '120'] })
  })

  it('brings covariates, to which settings are added', async () => {
    const rows = GRID.map((row, i) => ({ moisture: 10 + i, temp: row.temp, cat: row.cat }))
    const request = await requestOf(table(rows), { num_points: 8, factors: [{ name: 'moisture', type: 'covariate' }] })
    expect(request.mode).toBe('new')
    expect(request.problem.factors[0]).toEqual({ kind: 'covariate', name: 'moisture', low: 10, high: 21 })
    expect(request.candidateRows).toHaveLength(12)
    expect(settings(request, request.problem.covariateRows).map(([moisture]) => moisture)).toEqual(
      rows.map(({ moisture }) => moisture),
    )
  })

  it('can be made in blocks', async () => {
    const { problem } = await requestOf(table(GRID), { num_points: 8, blocks: 3 })
    expect(problem.factors[0]).toEqual({ kind: 'block', name: 'Block', levels: ['B1', 'B2', 'B3'], sizes: [3, 3, 2] })
  })
})

describe('a table of runs with results', () => {
  const measured = GRID.map((row, i) => ({ ...row, strength: 10 + i }))

  it('is added to', async () => {
    const request = await requestOf(table(measured), { num_points: 4 })
    expect(request.mode).toBe('augment')
    expect(request.existingRows).toHaveLength(12)
    expect(request.responses).toEqual([{ name: 'strength', existing: measured.map(({ strength }) => strength) }])
    expect(settings(request, request.problem.existing)).toEqual(GRID.map((row) => Object.values(row)))
    // 1 and 2 count; 80, 100 and 120 have settings between them
    expect(request.problem.factors.map(({ kind }) => kind)).toEqual(['continuous', 'discrete', 'categorical'])
  })

  it.each<[string, Record<string, (i: number) => number | ''>, string, RegExp]>([
    [
      'a run sheet that is not filled in',
      { 'No.': (i: number) => 12 - i, Result: () => '' },
      'augment',
      /by the name: Result/,
    ],
    [
      'a run sheet that is half filled in',
      { Run: (i: number) => i + 1, y: (i: number) => (i < 3 ? i : '') },
      'augment',
      /by the name/,
    ],
    [
      'gaps at the right end',
      { wear: (i: number) => (i === 5 ? '' : 1.7 * i) },
      'augment',
      /because cells are missing there: wear/,
    ],
    [
      'values that never repeat',
      { wear: (i: number) => Math.sqrt(i) },
      'augment',
      /hardly a value repeats there.*: wear/,
    ],
    ['nothing like a result', { wear: (i: number) => (i * i) % 5 }, 'select', /because it has no results/],
  ])('is told by %s', async (_, further, mode, why) => {
    const rows = GRID.map((row, i) => ({
      ...row,
      ...Object.fromEntries(Object.entries(further).map(([name, cell]) => [name, cell(i)])),
    }))
    const request = await requestOf(table(rows), { num_points: 6 })
    expect(request.mode).toBe(mode)
    expect(request.warnings.map(({ message }) => message).join(' ')).toMatch(why)
  })

  it('can have results that are no numbers beside those that are', async () => {
    const rows = GRID.map((row, i) => ({
      ...row,
      yield: Math.sin(i),
      purity: Math.cos(i),
      judgement: i % 2 ? 'OK' : 'NG',
    }))
    const request = await requestOf(table(rows))
    expect(request.responses.map(({ name }) => name)).toEqual(['yield', 'purity'])
    expect(request.problem.factors).toHaveLength(3)
    expect(request.warnings.some(({ message }) => message.includes('judgement (a result)'))).toBe(true)
  })

  it('is chosen from, if that is asked for', async () => {
    const request = await requestOf(table(measured), { mode: 'select', num_points: 6 })
    expect(request.existingRows).toBeUndefined()
    expect(request.candidateRows).toHaveLength(12)
    expect(request.problem.factors.map(({ name }) => name)).toEqual(['temp', 'pressure', 'cat'])
  })

  it('takes the settings that are described for new runs', async () => {
    const factors = [
      { name: 'temp', step: 20, low: 80, high: 140 },
      { name: 'pressure', type: 'continuous', low: 0.5, high: 3 },
      { name: 'cat', levels: ['B', 'C'] },
    ]
    const request = await requestOf(table(measured), { num_points: 6, factors })
    expect(request.problem.factors).toEqual([
      { kind: 'discrete', name: 'temp', levels: [80, 100, 120, 140] },
      { kind: 'continuous', name: 'pressure', low: 0.5, high: 3 },
      { kind: 'categorical', name: 'cat', levels: ['B', 'C', 'A'] },
    ])
    expect(settings(request, request.problem.existing)).toEqual(GRID.map((row) => Object.values(row)))
  })

  it('counts results that can’t be read as made, and says what was wrong with them', async () => {
    const rows = GRID.map((row, i) => ({ ...row, yield: i % 5 === 0 ? '<1.0' : i }))
    const request = await requestOf(table(rows), { num_points: 4 })
    expect(request.existingRows).toHaveLength(12)
    expect(request.responses[0]!.existing[0]).toBeNull()
    expect(request.warnings).toContainEqual(expect.objectContaining({ code: 'cell_censored', level: 'caution' }))
    expect(request.warnings[0]!.message).not.toContain('planned')
  })

  it('gets a block of its own for the new runs', async () => {
    const rows = measured.map((row, i) => ({ 'No.': i + 1, Block: `B${1 + (i % 2)}`, ...row }))
    const request = await requestOf(table(rows), { num_points: 4 })
    expect(request.problem.factors[0]).toEqual({
      kind: 'block',
      name: 'Block',
      levels: ['B1', 'B2', 'B3'],
      sizes: [0, 0, 4],
    })
    expect(settings(request, request.problem.existing)[3]![0]).toBe('B2')
    const two = await requestOf(table(rows), { num_points: 4, blocks: [1, 3] })
    expect(two.problem.factors[0]).toMatchObject({ levels: ['B1', 'B2', 'B3', 'B4'], sizes: [0, 0, 1, 3] })
    const apart = await requestOf(table(measured), { num_points: 4, blocks: 2 })
    expect(apart.problem.factors[0]).toMatchObject({ levels: ['existing', 'B1', 'B2'], sizes: [0, 2, 2] })
  })

  it('keeps runs outside of the region, and says so', async () => {
    const request = await requestOf(table(measured), { num_points: 4, bounds: { temp: [95, 130] } })
    expect(request.existingRows).toHaveLength(12)
    expect(request.problem.factors[0]).toMatchObject({ low: 95, high: 130 })
    expect(request.warnings).toContainEqual(
      expect.objectContaining({ code: 'existing_outside', level: 'caution', rows: [2, 3, 4, 5], count: 4 }),
    )
  })

  it('gives ranges only, if new runs are asked for', async () => {
    const request = await requestOf(table(measured), { mode: 'new', num_points: 6 })
    expect(request.existingRows).toBeUndefined()
    expect(request.problem).not.toHaveProperty('existing')
    expect(request.responses).toEqual([{ name: 'strength', existing: [] }])
  })
})

describe('a mixture in a table of runs', () => {
  const shares = [
    [0.5, 0.1, 0.4],
    [0.7, 0, 0.3],
    [0, 0.2, 0.8],
    [0.9, 0.1, 0],
    [0.2, 0.4, 0.4],
    [0.333, 0.333, 0.333],
  ]
  const rows = shares.map(([a, b, c], i) => ({
    sample: `s${i}`,
    property: i / 7,
    a: a!,
    b: b!,
    c: c!,
    temp: 50 + 7 * i,
  }))

  it('is found by its sum', async () => {
    const request = await requestOf(table(rows), { num_points: 5 })
    const mixture = { kind: 'mixture', group: '1', total: 1 }
    expect(request.problem.factors.slice(0, 2)).toEqual([
      { ...mixture, name: 'a', low: 0, high: 0.9 },
      { ...mixture, name: 'b', low: 0, high: 0.4 },
    ])
    expect(columns(request)).toEqual(['a', 'b', 'c', 'temp'])
    const { existing } = request.problem
    expect(existing![20]! + existing![21]! + existing![22]!).toBeCloseTo(1, 15)
    const note = request.warnings.find(({ code }) => code === 'mixture_found')
    expect(note!.message).toMatch(/^a, b, c sum to 1 in every row but for rounding.*scaled/)
  })

  it('is found despite a missing cell, but not where a few rows only happen to sum to one', async () => {
    const gap = rows.map((row, i) => (i === 1 ? { ...row, b: '' } : row))
    expect(columns(await requestOf(table(gap), { num_points: 5 }))).toEqual(['a', 'b', 'c', 'temp'])
    const chance = [...Array.from({ length: 30 }, (_, i) => ({ a: i / 30, b: 1 - i / 30 })), { a: 0.5, b: 0.9 }]
    expect(columns(await requestOf(table(chance), { num_points: 5 }))).toEqual(['(Intercept)', 'a', 'b'])
  })

  it('is what the parameter says it is, wherever its columns stand', async () => {
    const apart = rows.map(({ a, b, c, temp, property }) => ({ a, temp, b, c, property }))
    const factors = ['a', 'b', 'c'].map((name) => ({ name, type: 'mixture', group: 'resin' }))
    const request = await requestOf(table(apart), { num_points: 5, factors })
    expect(request.problem.factors.map((factor) => factor.kind === 'mixture' && factor.group)).toEqual([
      'resin',
      false,
      'resin',
      'resin',
    ])
  })
})
