import { intervalAt, numericMatrix, predictWith } from '@zerosec/engine'
import { decodeModel, openModel } from '@zerosec/model'
import { checkReport, type Report } from '@zerosec/report'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { analyseToFiles, csvOf, scattered } from '../../test/analyse.ts'
import type { AnalysisFile, AnalysisResult } from '../analysis.ts'

const n = 48
const x = scattered(n, 2).map((value) => 100 + 20 * value)
const z = scattered(n, 3)
const m = x.map((_, i) => 'ABC'[Math.floor(1.37 * i) % 3]!)
const shift: Record<string, number> = { A: 0, B: 2, C: 5 }
const y = x.map((value, i) => 30 + 0.5 * value - 8 * z[i]! + shift[m[i]!]! + 0.8 * scattered(n, 5)[i]!)
const data = { x, z, m, y }
type Columns = Record<string, readonly (number | string | null)[]>
type Given = Record<string, unknown>

const QUICK = { target_columns: ['y'], models_to_use: ['linear'], outer_splits: 4, n_trials: 2 }
const run = (columns: Columns, parameters: Given = {}): Promise<AnalysisResult> =>
  analyseToFiles(csvOf(columns), { ...QUICK, ...parameters }, 'nonlinear_analysis')

interface TargetValues {
  readonly [name: string]: unknown
  readonly cv_rmse: number
  readonly cv_r2: number
  readonly baseline_rmse: number
  readonly interval_coverage: number
  readonly features: readonly string[]
  readonly features_used: readonly string[]
  readonly weights: Readonly<Record<string, number>>
  readonly models: readonly { readonly model: string; readonly cv_rmse: number; readonly trials: number }[]
  readonly y_randomisation: { readonly shuffles: number; readonly p_value: number } | null
}
const valuesOf = ({ values }: Report): TargetValues => (values as unknown as { targets: TargetValues[] }).targets[0]!
const codes = ({ warnings }: Report) => warnings.map(({ code }) => code)

function fileOf(files: readonly AnalysisFile[], path: string): AnalysisFile {
  const file = files.find((each) => each.path === path)
  if (!file) throw new Error(`no ${path} among ${files.map((each) => each.path).join(', ')}`)
  return file
}

/** Cells of a CSV without quotes, by line. */
function cells(files: readonly AnalysisFile[], path: string): string[][] {
  const lines = new TextDecoder().decode(fileOf(files, path).bytes).trim().split('\r\n')
  return lines.map((line) => line.split(','))
}

function tableOf({ sections }: Report, id: string) {
  const block = sections.flatMap(({ blocks }) => blocks).find((each) => each.kind === 'table' && each.id === id)
  return block?.kind === 'table' ? block : undefined
}

beforeEach(() => vi.stubEnv('ZEROSEC_THREADS', '1'))
afterEach(() => vi.unstubAllEnvs())

describe('nonlinear analysis', () => {
  it('predicts new rows as well as the noise lets it, and says how well', async () => {
    const { report } = await run(data, { models_to_use: ['linear', 'gaussian_process'] })
    checkReport(report)
    const values = valuesOf(report)
    expect(values).toMatchObject({
      target: 'y',
      rows_used: n,
      cv_folds: 4,
      stopped_early: false,
      y_randomisation: null,
    })
    expect(values.features_used).toEqual(['x', 'z', 'm'])
    expect(values.cv_rmse).toBeLessThan(0.5)
    expect(values.baseline_rmse).toBeGreaterThan(3)
    expect(values.cv_r2).toBeCloseTo(1 - (values.cv_rmse / values.baseline_rmse) ** 2, 1)
    expect(Object.values(values.weights).reduce((a, b) => a + b)).toBeCloseTo(1, 12)
    expect(values.interval_coverage).toBeGreaterThan(0.75)
  })

  it('lists each row with its prediction, interval, domain and fold as the scores say', async () => {
    const { report, files } = await run(data)
    const [header, ...rows] = cells(files, 'out_of_fold_predictions.csv')
    expect(header!.map((name) => name.replace('\uFEFF', ''))).toEqual([
      'row',
      'measured',
      'prediction',
      'low',
      'high',
      'inside_domain',
      'fold',
      'outlier',
    ])
    expect(rows).toHaveLength(n)
    const numbers = rows.map((row) => row.map(Number))
    const squares = numbers.reduce((sum, [, measured, predicted]) => sum + (measured! - predicted!) ** 2, 0)
    const { cv_rmse: rmse, interval_coverage: coverage, rows_outside_domain: outside } = valuesOf(report)
    expect(Math.sqrt(squares / n)).toBeCloseTo(rmse, 10)
    const inside = numbers.filter(([, measured, , low, high]) => measured! >= low! && measured! <= high!).length
    expect(inside / n).toBeCloseTo(coverage, 12)
    expect(rows.filter((row) => row[5] === 'false')).toHaveLength(outside as number)
    expect(new Set(rows.map((row) => row[6]))).toEqual(new Set(['1', '2', '3', '4']))
  })

  it('delivers a model file that predicts with its interval and knows where it may be believed', async () => {
    const { report, files } = await run(data)
    const model = decodeModel(fileOf(files, 'models/model.zsm').bytes)
    expect(model.inputs.map(({ name }) => name)).toEqual(['x', 'z', 'm'])
    expect(model.training.scores['cv_rmse']).toBe(valuesOf(report).cv_rmse)
    expect(model.domain!.rows).toBe(n)
    const { conformal } = model.interval!
    expect(conformal.levels).toEqual([0.9])
    const columns = [Float64Array.from(x), Float64Array.from(z), Float64Array.from(m, (level) => 'ABC'.indexOf(level))]
    const predicted = predictWith(model.predictor, { rows: n, columns, levels: Int32Array.of(0, 0, 3) })
    const within = y.filter((value, i) => {
      const [low, high] = intervalAt(conformal, predicted[i]!, 0.9, 0)
      return value >= low && value <= high
    })
    expect(within.length / n).toBeGreaterThan(0.8)
    expect(conformal.scaledBy === 'neighbours').toBe(model.interval!.difficulty !== null)
  })

  it('delivers a model that new rows can be asked of by name, in reach and out of it', async () => {
    const { files } = await run(data, { models_to_use: ['linear', 'neighbours'], feature_selection: 'top_k', top_k: 2 })
    const models = files.map(({ path }) => path).filter((path) => path.startsWith('models/'))
    expect(models).toEqual(['models/model.zsm', 'models/model.onnx'])
    const model = openModel(fileOf(files, 'models/model.zsm').bytes)
    const [known, far, foreign] = model.predict([
      { x: x[0]!, z: z[0]!, m: m[0]! },
      { x: 400, z: 0, m: 'A' },
      { x: 100, z: 0, m: 'Q' },
    ])
    if (known?.kind !== 'number' || known.interval === null) throw new Error('no number with an interval')
    expect(known.domain?.verdict).not.toBe('outside')
    expect(known.interval.low).toBeLessThan(known.value!)
    expect(known.interval.high).toBeGreaterThan(known.value!)
    expect(far?.domain?.verdict).toBe('outside')
    expect(foreign?.domain?.verdict).toBe('outside')
    expect(foreign?.flags.map(({ kind }) => kind)).toContain('unseen_category')
  })

  it('names rows that lie outside of what the others let a model speak of', async () => {
    const far = x.map((value, i) => (i === 10 ? 900 : value))
    const { report, files } = await run({ ...data, x: far })
    const warning = report.warnings.find(({ code }) => code === 'rows_outside_domain')
    expect(warning?.rows).toContain(12) // the header is line 1
    const row = cells(files, 'out_of_fold_predictions.csv').find(([number]) => number === '12')
    expect(row![5]).toBe('false')
    expect(tableOf(report, 'outside_domain')?.rows.map(([number]) => number)).toContain(12)
  })

  it('writes SHAP values that add up to what the trees predict, in the unit of the response', async () => {
    const trees = { models_to_use: ['lightgbm'], transform: 'none', outer_splits: 2, n_trials: 1 }
    const { files } = await run({ x, z, y }, trees)
    const [header, ...rows] = cells(files, 'shap.csv')
    expect(header!.slice(1)).toEqual(['base', 'x', 'z', 'scale'])
    const { predictor } = decodeModel(fileOf(files, 'models/model.zsm').bytes)
    const predicted = predictWith(predictor, numericMatrix([Float64Array.from(x), Float64Array.from(z)]))
    const models = files.map(({ path }) => path).filter((path) => path.startsWith('models/'))
    expect(models).toEqual([
      'models/model.zsm',
      'models/model.onnx',
      'models/model_lightgbm.txt',
      'models/model_xgboost.json',
    ])
    rows.forEach((row, i) => {
      expect(row.slice(1, 4).reduce((sum, value) => sum + Number(value), 0)).toBeCloseTo(predicted[i]!, 6)
      expect(row[4]).toBe('y')
    })
    expect(rows).toHaveLength(n)
    const { files: without } = await run({ x, z, y }, { ...trees, enable_shap: false })
    expect(without.map(({ path }) => path)).not.toContain('shap.csv')
  })

  it('is the same for the same seed on one thread and two, but for the time it took', async () => {
    const parameters = {
      models_to_use: ['linear', 'lightgbm'],
      n_trials: 1,
      y_randomisation: 3,
      feature_selection: 'top_k',
      top_k: 2,
    }
    const results = []
    for (const threads of ['1', '2']) {
      vi.stubEnv('ZEROSEC_THREADS', threads)
      results.push(await run(data, { ...parameters, random_seed: 5 }))
    }
    const [one, two] = results.map(({ report, files }) => ({
      report: JSON.stringify(report).replaceAll(/"duration_s":[\d.e+-]+/g, ''),
      files: files
        .filter(({ path }) => path !== 'environment.json')
        .map(({ path, bytes }) => [path, Buffer.from(bytes).toString('base64')]),
    }))
    expect(two).toEqual(one)
    const other = await run(data, { ...parameters, random_seed: 6 })
    expect(valuesOf(other.report).cv_rmse).not.toBe(valuesOf(results[0]!.report).cv_rmse)
  })

  it('notes what it was made with, and nothing that changes from run to run', async () => {
    const environments = []
    for (let time = 0; time < 2; time++) {
      const { files } = await run(data)
      environments.push(new TextDecoder().decode(fileOf(files, 'environment.json').bytes))
    }
    expect(environments[1]).toBe(environments[0])
    const environment = JSON.parse(environments[0]!)
    expect(environment).toMatchObject({ node: process.versions.node, seed: 42, table: { rows: n } })
    expect(environment.parameters).toMatchObject({ n_trials: 2, outer_splits: 4 })
  })

  it('shows the nearest neighbours and the mean beside the models, and delivers them only where they are asked for', async () => {
    // pairs of neighbours at random heights, and trees that may not follow them: the neighbours would be blended
    const pair = x.map((_, i) => i >> 1)
    const [a, b, heights] = [7, 11, 13].map((k) => scattered(n, k))
    const pairs = {
      u: pair.map((at, i) => a![at]! + 1e-3 * x[i]!),
      v: pair.map((at) => b![at]!),
      y: pair.map((at) => (heights![at]! > 0 ? 1 : -1)),
    }
    const hobbled = {
      random_forest: { min_samples_leaf: 20 },
      lightgbm: { learning_rate: 1e-4 },
      xgboost: { learning_rate: 1e-4 },
      gaussian_process: { kernel: 'rbf' },
      linear: { terms: 'main' },
    }
    const automatic = { models_to_use: ['automatic'], outer_splits: 2, n_trials: 1, hyperparams: hobbled }
    const { report } = await run(pairs, automatic)
    const names = tableOf(report, 'models_table')!.rows.map(([name]) => name)
    expect(names).toContain('neighbours')
    expect(names.at(-1)).toBe('mean')
    expect(valuesOf(report).weights).not.toHaveProperty('neighbours')
    const { report: asked } = await run(data, { models_to_use: ['neighbours'] })
    expect(valuesOf(asked)).toMatchObject({ best_model: 'neighbours', weights: { neighbours: 1 } })
  })

  it('selects factors in the folds and delivers a model that does without the others', async () => {
    const noise = { a: scattered(n, 7), b: scattered(n, 11), c: scattered(n, 13) }
    const { report, files } = await run({ ...noise, ...data }, { feature_selection: 'top_k', top_k: 3 })
    expect(valuesOf(report).features_used).toEqual(['x', 'z', 'm'])
    expect(codes(report)).toContain('factors_not_selected')
    const rows = tableOf(report, 'selection')!.rows
    expect(rows.slice(0, 3)).toEqual(['x', 'z', 'm'].map((name) => [name, 'yes', 4]))
    const { inputs, predictor } = decodeModel(fileOf(files, 'models/model.zsm').bytes)
    expect(inputs).toHaveLength(6)
    const at = (value: number) => ['a', 'b', 'c', 'x', 'z'].map((name) => Float64Array.of(name < 'd' ? value : 0.1))
    const levels = Int32Array.of(0, 0, 0, 0, 0, 3)
    const predict = (value: number) =>
      predictWith(predictor, { rows: 1, columns: [...at(value), Float64Array.of(1)], levels })[0]!
    expect(predict(1e6)).toBe(predict(0))
  })

  it('leaves out of two factors that say the same the one that says less', async () => {
    const twin = x.map((value, i) => value + 2 * scattered(n, 7)[i]!)
    const { report } = await run({ twin, ...data }, { feature_selection: 'correlation' })
    expect(valuesOf(report).features_used).toEqual(['x', 'z', 'm'])
  })

  it('says that a choice of as many factors as there are is none', async () => {
    const { report } = await run(data, { feature_selection: 'top_k', top_k: 3 })
    expect(codes(report)).toContain('selection_idle')
  })

  it('tells a relation from chance by shuffling the response', async () => {
    const parameters = { y_randomisation: 20, hyperparams: { linear: { method: 'ridge', terms: 'main' } } }
    const real = await run(data, parameters)
    expect(valuesOf(real.report).y_randomisation).toMatchObject({ shuffles: 20, p_value: 1 / 21 })
    expect(codes(real.report)).not.toContain('model_by_chance')
    const idle = await run({ ...data, y: scattered(n, 17) }, parameters)
    expect(valuesOf(idle.report).y_randomisation!.p_value).toBeGreaterThan(0.1)
    expect(codes(idle.report)).toContain('model_by_chance')
    expect(codes(idle.report)).toContain('prediction_worthless')
    expect(idle.report.headline).toContain('No model predicts')
  })

  it('models several responses, each with files of its own', async () => {
    const second = y.map((value, i) => -value + x[i]!)
    const { report, files } = await run({ ...data, w: second }, { target_columns: ['y', 'w'] })
    expect((report.values as unknown as { targets: TargetValues[] }).targets.map(({ features }) => features)).toEqual([
      ['x', 'z', 'm'],
      ['x', 'z', 'm'],
    ])
    const paths = files.map(({ path }) => path)
    expect(paths).toEqual(expect.arrayContaining(['models/model_1.zsm', 'models/model_2.zsm', 'tuning_history_2.csv']))
    expect(new Set(paths).size).toBe(paths.length)
  })
})
