import { describe, expect, it } from 'vitest'
import { reportFacts } from './report-facts.ts'

const REPORT = {
  format: 'zerosec.report/1',
  version: '0.1.0',
  seed: 42,
  parameters: { target_columns: ['y'] },
  table: { name: '試験.csv', rows: 30, columns: 3, sha256: 'ab' },
  files: [{ reference: 'outputs/1/y.zsm', name: 'y.zsm', bytes: 3, sha256: 'cd' }],
  values: {
    targets: [
      { target: 'y', cv_rmse: 1.5, cv_r2: 0.9, interval_half_width: 2, interval_level: 0.9 },
      { target: 'z', cv_rmse: 3, cv_r2: null, interval_half_width: null, interval_level: 0.9 },
    ],
  },
}

describe('reportFacts', () => {
  it('reads what a report of several responses says of each', () => {
    expect(reportFacts(REPORT)).toEqual({
      version: '0.1.0',
      seed: 42,
      parameters: { target_columns: ['y'] },
      table: { name: '試験.csv', rows: 30, sha256: 'ab' },
      files: [{ reference: 'outputs/1/y.zsm', sha256: 'cd' }],
      models: [
        { target: 'y', cvRmse: 1.5, cvR2: 0.9, intervalWidth: 4, intervalLevel: 0.9 },
        { target: 'z', cvRmse: 3, cvR2: null, intervalWidth: null, intervalLevel: null },
      ],
    })
  })

  it('gives a least-squares model the interval of its mean leverage, and other linear ones none', () => {
    const values = { response: 'y', cv_rmse: 1, cv_r2: 0.8, sigma: 2, residual_df: 8, model_df: 1, rows_used: 10 }
    const report = { ...REPORT, parameters: { confidence_level: 0.95 }, values }
    expect(reportFacts(report)!.models[0]!.intervalWidth).toBeCloseTo(2 * 2.306004135204166 * 2 * Math.sqrt(1.2), 12)
    const lasso = { ...report, values: { ...values, residual_df: null } }
    expect(reportFacts(lasso)!.models).toEqual([
      { target: 'y', cvRmse: 1, cvR2: 0.8, intervalWidth: null, intervalLevel: null },
    ])
  })

  it.each([[null], [3], ['report'], [[]], [{}], [{ format: 'zerosec.report/1' }], [{ format: 1, values: {} }]])(
    'takes %j for no report',
    (report) => expect(reportFacts(report)).toBeUndefined(),
  )

  it('reads around what is not as it should be', () => {
    const odd = {
      format: 'zerosec.report/9',
      seed: '42',
      table: { name: 3 },
      files: ['x', { reference: 1 }, null],
      values: { targets: [null, { target: 7, cv_rmse: 1 }, { target: 'y', cv_rmse: 'small' }, 'z'] },
    }
    expect(reportFacts(odd)).toEqual({ version: null, seed: null, parameters: {}, table: null, files: [], models: [] })
    expect(reportFacts({ ...REPORT, values: { mode: 'new', runs: 12 } })!.models).toEqual([])
  })
})
