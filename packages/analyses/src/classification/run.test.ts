import { openModel } from '@zerosec/model'
import { beforeAll, describe, expect, it } from 'vitest'
import { analyseToFiles, csvOf, scattered } from '../../test/analyse.ts'
import type { AnalysisResult } from '../analysis.ts'

const n = 90
const x = scattered(n, 2)
const z = scattered(n, 3)
const noise = scattered(n, 7)
const kind = scattered(n, 11).map((value) => (value > 0.1 ? 'steel' : 'brass'))
const verdict = x.map((value, i) => (value + 0.2 * noise[i]! + (kind[i] === 'steel' ? 0.15 : 0) > 0 ? 'YES' : 'NO'))
const three = x.map((value, i) => (value + 0.1 * noise[i]! < -0.2 ? 'low' : value < 0.2 ? 'mid' : 'high'))
const QUICK = { outer_splits: 3, n_trials_inner: 2 }

const run = (columns: Record<string, (number | string | null)[]>, parameters: object) =>
  analyseToFiles(csvOf(columns), { ...QUICK, ...parameters }, 'classification')

const fileOf = ({ files }: AnalysisResult, path: string) => files.find((file) => file.path === path)!
const rowsOf = (result: AnalysisResult, path: string) =>
  new TextDecoder()
    .decode(fileOf(result, path).bytes)
    .trim()
    .split('\r\n')
    .slice(1)
    .map((line) => line.split(','))

describe('a classification of two classes', () => {
  let result: AnalysisResult
  beforeAll(async () => {
    result = await run(
      { x, z, kind, verdict },
      {
        target_column: 'verdict',
        models_to_use: ['logistic', 'lightgbm', 'random_forest'],
        brush_type: 'A',
        wire_count: 3,
      },
    )
  })

  it('tells the classes apart better than the commonest class does, and says so in its values', () => {
    const { values } = result.report
    expect(values['classes']).toEqual(['NO', 'YES'])
    expect(values['positive_label']).toBe('YES')
    expect(values['ok_label']).toBe('YES')
    expect(values['cv_accuracy']).toBeGreaterThan(0.8)
    expect(values['cv_accuracy']).toBeGreaterThan(values['baseline_accuracy'] as number)
    expect(values['roc_auc']).toBeGreaterThan(0.9)
    const [low, high] = values['cv_accuracy_interval'] as [number, number]
    expect(low).toBeLessThan(values['cv_accuracy'] as number)
    expect(high).toBeGreaterThan(values['cv_accuracy'] as number)
    expect(values['notes']).toEqual({ brush_type: 'A', wire_count: 3 })
  })

  it('lists each row once, with shares that sum to 1 and a decision with its reason', () => {
    const rows = rowsOf(result, 'decisions.csv')
    expect(rows.map(([row]) => Number(row)).sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i + 2))
    for (const [, , , no, yes, decision, reason] of rows) {
      expect(Number(no) + Number(yes)).toBeCloseTo(1, 12)
      expect(['OK', 'NG', 'measure']).toContain(decision)
      expect(reason === 'sure enough').toBe(decision !== 'measure')
    }
    const falseOk = rows.filter(([, truth, , , , decision]) => truth === 'NO' && decision === 'OK').length
    const bad = rows.filter(([, truth]) => truth === 'NO').length
    expect(result.report.values['false_ok_rate']).toBeCloseTo(falseOk / bad, 12)
    expect(result.report.values['false_ok_bound']).toBeGreaterThan(falseOk / bad)
  })

  it('delivers a model that predicts classes with shares and trust', () => {
    const opened = openModel(fileOf(result, 'models/model.zsm').bytes)
    const [sure, far] = opened.predict([
      { x: 0.45, z: 0, kind: 'steel' },
      { x: -0.45, z: 40, kind: 'copper' },
    ])
    expect(sure).toMatchObject({ kind: 'class', value: 'YES', domain: { verdict: 'inside' } })
    expect(far).toMatchObject({ kind: 'class', value: 'NO', domain: { verdict: 'outside' } })
    expect(far!.flags.map(({ kind: flag }) => flag)).toEqual(
      expect.arrayContaining(['unseen_category', 'outside_range']),
    )
    expect(opened.model.metadata['decisions']).toMatchObject({ ok_label: 'YES', alpha: 0.05 })
    expect(fileOf(result, 'models/model.onnx').bytes.length).toBeGreaterThan(100)
  })

  it('gives the same bytes again, and for another number of threads', async () => {
    const again = await run(
      { x, z, kind, verdict },
      {
        target_column: 'verdict',
        models_to_use: ['logistic', 'lightgbm', 'random_forest'],
        brush_type: 'A',
        wire_count: 3,
      },
    )
    for (const path of ['models/model.zsm', 'decisions.csv', 'shap.csv', 'tuning_history.csv'])
      expect(Buffer.from(fileOf(again, path).bytes).equals(Buffer.from(fileOf(result, path).bytes))).toBe(true)
  })
})

it('finds nothing where there is nothing: shuffled classes are worth no more than their shares', async () => {
  const shuffled = scattered(n, 13).map((value) => (value > 0 ? 'YES' : 'NO'))
  const { report } = await run({ x, z, shuffled }, { target_column: 'shuffled', models_to_use: ['logistic'] })
  expect(report.values['roc_auc']).toBeLessThan(0.65)
  expect(report.values['brier']).toBeGreaterThan(0.22)
})

it('tells many classes apart, joined from columns of 0 and 1, and says each where it is sure', async () => {
  const one = (label: string) => three.map((value) => (value === label ? 1 : 0))
  const { report } = await run(
    { x, z, low: one('low'), mid: one('mid'), high: one('high') },
    { target_columns: ['low', 'mid', 'high'], models_to_use: ['random_forest', 'xgboost', 'logistic'], alpha: 0.2 },
  )
  expect(report.values['classes']).toEqual(['high', 'low', 'mid'])
  expect(report.values['cv_accuracy']).toBeGreaterThan(0.8)
  expect(report.values['positive_label']).toBeNull()
  expect(report.values['say_from']).toBeGreaterThan(0)
  expect(report.warnings.map(({ code }) => code)).toContain('positive_label_none')
})

it('takes another class for OK, and the rarer of two unnamed classes for the fault', async () => {
  const code = verdict.map((value, i) => (value === 'YES' && i % 3 > 0 ? 1 : 2))
  const named = await run(
    { x, z, code },
    { target_column: 'code', positive_label: '2', ok_label: '1', models_to_use: ['logistic'] },
  )
  expect(named.report.values).toMatchObject({ positive_label: '2', ok_label: '1', classes: ['1', '2'] })
  const unnamed = await run({ x, z, code }, { target_column: 'code', models_to_use: ['logistic'] })
  expect(unnamed.report.values).toMatchObject({ positive_label: '1', ok_label: '2' })
  expect(unnamed.report.warnings.map(({ code: warning }) => warning)).toContain('positive_label_chosen')
})

it('gives a class more weight where it is asked to', async () => {
  const found = async (class_weight: unknown) => {
    const { report } = await run(
      { x, z, verdict },
      { target_column: 'verdict', models_to_use: ['logistic'], calibration: 'none', class_weight },
    )
    const table = report.sections[0]!.blocks.find((block) => block.kind === 'table' && block.id === 'confusion_table')
    return (table as unknown as { rows: number[][] }).rows.reduce((sum, row) => sum + row[2]!, 0)
  }
  expect(await found({ YES: 20 })).toBeGreaterThan((await found('none')) + 3)
})

it('keeps groups together', async () => {
  const lot = x.map((_, i) => `lot ${Math.floor(i / 6)}`)
  const result = await run(
    { x, z, lot, verdict },
    { target_column: 'verdict', group_column: 'lot', models_to_use: ['logistic'] },
  )
  const foldOf = new Map<string, Set<string>>()
  for (const row of rowsOf(result, 'decisions.csv')) {
    const name = lot[Number(row[0]) - 2]!
    foldOf.set(name, (foldOf.get(name) ?? new Set()).add(row.at(-1)!))
  }
  expect([...foldOf.values()].every((folds) => folds.size === 1)).toBe(true)
})
