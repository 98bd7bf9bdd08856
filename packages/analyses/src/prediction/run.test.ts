import { encodeModel } from '@zerosec/model'
import { beforeAll, describe, expect, it } from 'vitest'
import { csvOf } from '../../test/analyse.ts'
import { predict, sampleModelFile, sampleRows } from '../../test/sample-prediction.ts'
import type { AnalysisResult, NamedFile } from '../analysis.ts'

let model: NamedFile
beforeAll(async () => {
  model = await sampleModelFile()
}, 60_000)

type Row = Record<string, string>

function csvRows({ files }: AnalysisResult, path = 'predictions.csv'): Row[] {
  const text = new TextDecoder().decode(files.find((file) => file.path === path)!.bytes)
  const [header, ...lines] = text
    .trim()
    .split('\r\n')
    .map((line) => line.split(','))
  return lines.map((cells) => Object.fromEntries(header!.map((name, j) => [name, cells[j]!])))
}

const NAME = 'prediction_strength[MPa]'

describe('prediction of a table', () => {
  it('adds prediction, interval and domain to the rows, and scores those that are measured', async () => {
    const result = await predict(csvOf(sampleRows(100, 30)), model)
    const rows = csvRows(result)
    expect(rows).toHaveLength(30)
    for (const row of rows) {
      expect(Number(row[`${NAME}_low`])).toBeLessThan(Number(row[NAME]))
      expect(Number(row[`${NAME}_high`])).toBeGreaterThan(Number(row[NAME]))
    }
    const errors = rows.map((row) => Number(row['strength[MPa]']) - Number(row[NAME]))
    const rmse = Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / 30)
    const { values, warnings, headline } = result.report
    expect(values).toMatchObject({ rows: 30, rows_predicted: 30, rows_measured: 30, target: 'strength[MPa]' })
    expect(values['rmse']).toBeCloseTo(rmse, 10)
    const inside = rows.filter(
      (row) =>
        Number(row['strength[MPa]']) >= Number(row[`${NAME}_low`]) &&
        Number(row['strength[MPa]']) <= Number(row[`${NAME}_high`]),
    )
    expect(values['interval_coverage']).toBeCloseTo(inside.length / 30, 12)
    expect(headline).toContain('On 30 rows with a measured strength')
    expect(warnings.map(({ code }) => code)).not.toContain('training_table')
  })

  it('says that scores on the training table say nothing', async () => {
    const { report } = await predict(csvOf(sampleRows(0, 80)), model)
    expect(report.warnings).toContainEqual(expect.objectContaining({ code: 'training_table', level: 'serious' }))
  })

  it('draws widths of intervals from zero, so that rounding does not look like a difference', async () => {
    const { report } = await predict(csvOf(sampleRows(100, 30)), model)
    const blocks = report.sections.flatMap((section) => section.blocks)
    const figure = blocks.find((block) => block.kind === 'figure' && block.id === 'distance_to_data')
    expect(JSON.stringify(figure)).toMatch(/"y":\{"field":"width"[^}]*"scale":\{"zero":true\}/)
  })

  it('explains predictions by contributions that sum to them', async () => {
    const result = await predict(csvOf(sampleRows(100, 12)), model, { contributions: true })
    const rows = csvRows(result, 'contributions.csv')
    const predictions = csvRows(result)
    expect(rows).toHaveLength(12)
    rows.forEach((row, i) => {
      const sum = ['base', 'temp[degC]', 'feed', 'alloy'].reduce((total, name) => total + Number(row[name]), 0)
      expect(sum).toBeCloseTo(Number(row['prediction']), 6)
      expect(Number(row['prediction'])).toBe(Number(predictions[i]![NAME]))
    })
    expect(result.report.values['contributions_exact']).toBe(true)
    // held against training rows in their own units
    const trained = sampleRows(0, 80)['strength[MPa]']
    const mean = trained.reduce((sum, value) => sum + value) / 80
    expect(Math.abs((result.report.values['contribution_base'] as number) - mean)).toBeLessThan(4)
  })

  it('refuses a missing column with the name that it may have now, and takes the name that it is given', async () => {
    const { feed, ...others } = sampleRows(100, 9)
    const csv = csvOf({ ...others, Feed_rate: feed })
    await expect(predict(csv, model)).rejects.toThrow(
      expect.objectContaining({
        code: 'model_columns_missing',
        message: expect.stringContaining('"Feed_rate" may be "feed"'),
      }),
    )
    const { report } = await predict(csv, model, { column_names: { feed: 'Feed_rate' } })
    expect(report.values['rows_predicted']).toBe(9)
    await expect(predict(csv, model, { column_names: { speed: 'Feed_rate' } })).rejects.toThrow(/no column "speed"/)
  })

  it('never fills in: unknown categories and missing cells are marked and listed with their rows', async () => {
    const rows = sampleRows(100, 9)
    const alloy = rows.alloy.map((level, i) => (i === 2 || i === 5 ? 'Z' : level))
    const feed = rows.feed.map((value, i) => (i === 7 ? null : value))
    const result = await predict(csvOf({ ...rows, alloy, feed }), model)
    const found = csvRows(result)
    expect(found[2]).toMatchObject({ unknown_categories: 'alloy: Z', domain: 'outside' })
    expect(found[7]!['remarks']).toContain('missing: feed')
    expect(result.report.warnings).toContainEqual(
      expect.objectContaining({ code: 'unknown_categories', columns: ['alloy'], rows: [4, 7], count: 2 }),
    )
    expect(result.report.warnings).toContainEqual(
      expect.objectContaining({ code: 'inputs_missing', columns: ['feed'], rows: [9] }),
    )
  })

  it('converts a unit that it knows and says so, and refuses another', async () => {
    const { 'temp[degC]': temp, ...others } = sampleRows(100, 9)
    const plain = csvRows(await predict(csvOf({ 'temp[degC]': temp, ...others }), model))
    const kelvin = await predict(csvOf({ 'temp[K]': temp.map((value) => value + 273.15), ...others }), model)
    csvRows(kelvin).forEach((row, i) => expect(Number(row[NAME])).toBeCloseTo(Number(plain[i]![NAME]), 9))
    expect(kelvin.report.warnings).toContainEqual(expect.objectContaining({ code: 'unit_converted' }))
    await expect(predict(csvOf({ 'temp[bar]': temp, ...others }), model)).rejects.toThrow(
      expect.objectContaining({ code: 'model_unit_differs' }),
    )
    const bare = await predict(csvOf({ temp, ...others }), model)
    expect(bare.report.warnings).toContainEqual(expect.objectContaining({ code: 'unit_assumed' }))
  })

  it('refuses texts where the model reads numbers, with a place', async () => {
    const rows = sampleRows(100, 9)
    await expect(predict(csvOf({ ...rows, feed: rows.alloy }), model)).rejects.toThrow(
      expect.objectContaining({ code: 'model_column_kind', message: expect.stringContaining('in row 2') }),
    )
  })

  it.each([
    ['model_file_foreign', new TextEncoder().encode('a,b\n1,2\n')],
    ['model_file_damaged', undefined],
  ])('passes on %s', async (code, bytes) => {
    const damaged = bytes ?? model.bytes.map((byte, i) => (i === model.bytes.length - 9 ? byte ^ 255 : byte))
    await expect(predict(csvOf(sampleRows(100, 3)), { name: 'm.zsm', bytes: damaged })).rejects.toThrow(
      expect.objectContaining({ code }),
    )
  })

  it('names the parameter where the interval has no such level', async () => {
    await expect(predict(csvOf(sampleRows(100, 3)), model, { interval_level: 0.123 })).rejects.toThrow(
      expect.objectContaining({
        code: 'parameter_invalid',
        details: expect.objectContaining({ parameter: 'interval_level' }),
      }),
    )
  })

  it('calculates the derived columns of the model anew, and refuses another unit of what they come from', async () => {
    const derived = await sampleModelFile({
      derived_columns: ['time = 600 / feed + temp / 10'],
      feature_columns: ['time', 'alloy'],
    })
    const rows = sampleRows(100, 12)
    const result = await predict(csvOf(rows), derived)
    expect(result.report.warnings).toContainEqual(expect.objectContaining({ code: 'column_derived' }))
    expect(Number(csvRows(result)[0]!['time'])).toBeCloseTo(600 / rows.feed[0]! + rows['temp[degC]'][0]! / 10, 10)
    const { 'temp[degC]': temp, ...others } = rows
    await expect(predict(csvOf({ 'temp[K]': temp, ...others }), derived)).rejects.toThrow(
      expect.objectContaining({ code: 'model_unit_differs' }),
    )
  })
})

describe('prediction of classes', () => {
  const classes: NamedFile = {
    name: 'quality.zsm',
    bytes: encodeModel({
      target: { name: 'quality', classes: ['OK', 'NG'] },
      inputs: [{ kind: 'number', name: 'feed', low: 10, high: 40 }],
      predictor: { kind: 'mean', value: 0.7 },
      interval: null,
      domain: null,
      training: { rows: 10, tableSha256: '0'.repeat(64), seed: 1, version: '0.1.0', algorithm: 'mean', scores: {} },
      metadata: {},
    }),
  }
  const csv = csvOf({ feed: [10, 20, 30, 40], quality: ['NG', 'NG', 'OK', 'NG'] })

  it('gives the class and the share of each, and says how many known ones are right', async () => {
    const result = await predict(csv, classes, { contributions: true })
    const [row] = csvRows(result)
    expect(row).toMatchObject({ prediction_quality: 'NG', share_NG: '0.7', domain: 'unknown' })
    expect(Number(row!['share_OK'])).toBeCloseTo(0.3, 12)
    expect(result.report.values).toMatchObject({ rows_measured: 4, accuracy: 0.75, r2: null })
    expect(result.report.headline).toBe(
      '4 rows predicted: 4 NG. The model does not know where it may be believed. Of 4 rows with a known class 75 % are right.',
    )
    expect(result.report.warnings).toContainEqual(expect.objectContaining({ code: 'contributions_impossible' }))
  })

  it('looks for the settings of the largest share of a class', async () => {
    const parameters = { mode: 'grid', grid: { feed: { levels: [10, 20] } }, objective_class: 'OK' }
    const { report } = await predict(csv, classes, parameters)
    expect((report.values['grid'] as { highest: number }).highest).toBeCloseTo(0.3, 12)
    await expect(predict(csv, classes, { ...parameters, objective_class: 'good' })).rejects.toThrow(/no class "good"/)
  })
})

describe('prediction of a grid', () => {
  const grid = { temp: { low: 80, high: 120, step: 5 }, feed: { levels: [10, 20, 30] }, alloy: 'C' }
  const csv = csvOf({ note: ['a', 'b', 'c'], more: ['x', 'y', 'z'] })

  it('keeps the best of all combinations, as predicting every one of them says', async () => {
    const all = csvRows(await predict(csv, model, { mode: 'grid', grid, keep: 'all' }))
    expect(all).toHaveLength(27)
    expect(all.map((row) => row['point'])).toEqual(Array.from({ length: 27 }, (_, i) => String(i + 1)))
    const inside = all.filter((row) => row['domain'] === 'inside')
    const best = inside.toSorted((a, b) => Number(b[NAME]) - Number(a[NAME]) || Number(a['point']) - Number(b['point']))
    const kept = await predict(csv, model, { mode: 'grid', grid, keep: 4 })
    expect(csvRows(kept)).toEqual(best.slice(0, 4))
    expect(kept.report.values['grid']).toMatchObject({ points: 27, kept: 4 })
    const lowest = csvRows(
      await predict(csv, model, { mode: 'grid', grid, keep: 2, objective: 'minimize', grid_domain: 'any' }),
    )
    const sorted = all.toSorted((a, b) => Number(a[NAME]) - Number(b[NAME]) || Number(a['point']) - Number(b['point']))
    expect(lowest).toEqual(sorted.slice(0, 2))
  })

  it('takes the ranges of the model where none are given, within the points that it may have', async () => {
    const { report } = await predict(csv, model, { mode: 'grid', grid_points: 300, keep: 5 })
    // three alloys, ten settings each of two numbers
    expect(report.values['grid']).toMatchObject({ points: 300 })
    expect(report.warnings).toContainEqual(expect.objectContaining({ code: 'grid_from_model' }))
  })

  it('reads the settings from a table of factors', async () => {
    const factors = 'factor,low,high,step,levels\ntemp[degC],90,110,10,\nfeed,20,30,5,\nalloy,,,,"A,B"\n'
    const { report } = await predict(factors, model, { mode: 'grid', keep: 'all' })
    expect(report.values['grid']).toMatchObject({
      points: 18,
      factors: [
        { name: 'temp[degC]', settings: 3 },
        { name: 'feed', settings: 3 },
        { name: 'alloy', settings: 2, lowest: 'A', highest: 'B' },
      ],
    })
  })

  it.each([
    [{ grid: { tmp: 3 } }, 'did you mean'],
    [{ grid: { alloy: 'Z' } }, 'no level "Z"'],
    [{ grid: { feed: { low: 3, high: 1 } } }, 'above its high end'],
    [{ grid: { feed: { low: 0, high: 1, step: 1e-9 } } }, 'larger step'],
    [
      { grid: { feed: { low: 0, high: 1, step: 1e-6 }, 'temp[degC]': { low: 0, high: 1, points: 20 } } },
      'are more than',
    ],
    [{ grid_points: 1_000_000, keep: 'all' }, 'up to 200,000'],
  ])('refuses %j', async (parameters, problem) => {
    await expect(predict(csv, model, { mode: 'grid', ...parameters })).rejects.toThrow(
      expect.objectContaining({ code: 'prediction_grid_invalid', message: expect.stringContaining(problem) }),
    )
  })

  it('says so where no point lies within the data', async () => {
    const far = { 'temp[degC]': { levels: [900, 1000] }, feed: 500, alloy: 'A' }
    const { report } = await predict(csv, model, { mode: 'grid', grid: far })
    expect(report.warnings).toContainEqual(expect.objectContaining({ code: 'grid_without_points', level: 'serious' }))
    expect(report.values).toMatchObject({ rows: 0, grid: { points: 2, kept: 0 } })
  })
})
