import type { CalculatorBlock, FigureBlock, Report, TableBlock } from '../src/document.ts'

/** A report as a linear analysis of a Japanese concrete table gives it, with names that break careless renderings. */
// size: one report, written out whole as data
export function sampleReport(rowCount = 120): Report {
  const rows = measurements(rowCount)
  return {
    format: 'zerosec.report/1',
    analysis: 'linear_analysis',
    version: '0.1.0',
    title: '圧縮強度 explained by 3 factors',
    headline:
      '水セメント比 and 材齢 explain 圧縮強度 well: the model predicts a new measurement to ±6.1 MPa (cross-validated), 82 % of the variation.',
    table: {
      name: 'コンクリート強度.csv',
      rows: rowCount,
      columns: 5,
      sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    },
    parameters: {
      target_column: '圧縮強度',
      feature_columns: ['水セメント比', '材齢', 'セメント種類'],
      standardize: true,
      cv_splits: 5,
      terms: '=1+1',
    },
    seed: 0,
    warnings: [
      {
        code: 'rows_dropped',
        level: 'caution',
        message: '3 rows were left out because 圧縮強度 is missing.',
        rows: [4, 17, 33],
        count: 3,
      },
      {
        code: 'factors_correlated',
        level: 'note',
        message: '水セメント比 and 単位水量 move together (r = 0.81): their effects are hard to tell apart.',
      },
    ],
    values: {
      r2: 0.8215,
      adjusted_r2: 0.8149,
      sigma: 5.91,
      coefficients: [{ term: '材齢', estimate: 9.1, p: 1.2e-12 }],
    },
    sections: [
      {
        id: 'summary',
        title: 'How good is the model?',
        text: 'Cross-validated figures come from rows that the model had not seen.',
        blocks: [
          {
            kind: 'metrics',
            id: 'scores',
            items: [
              { label: 'R² cross-validated', value: 0.8013, note: '5 folds' },
              { label: 'RMSE cross-validated', value: 6.1234, unit: 'MPa' },
              { label: 'F test', value: 1.3e-11 },
              { label: 'Condition number', value: 123456 },
            ],
          },
          actualPredicted(rows),
          histogram(rows),
        ],
      },
      {
        id: 'coefficients',
        title: 'Coefficients: what does each factor do? [95 %]',
        text: 'The estimate is the change of 圧縮強度 for one unit of the factor while the others stay where they are.',
        blocks: [
          coefficientTable(),
          effects(),
          { kind: 'formula', id: 'formula', title: 'Formula', text: '=12.3 + 8.07*log(材齢) - 0.412*水セメント比' },
        ],
      },
      {
        id: 'rows',
        title: 'Rows',
        blocks: [diagnostics(rows), { kind: 'text', text: '-1 is a text here, not a formula.' }],
      },
      { id: 'prediction', title: 'Predict', blocks: [sampleCalculator()] },
    ],
  }
}

interface Measurement {
  readonly cement: string
  readonly ratio: number
  readonly predicted: number
  readonly actual: number
}

function measurements(count: number): Measurement[] {
  let state = 12345
  const uniform = (): number => {
    state = (state * 1103515245 + 12345) % 2147483648
    return state / 2147483648
  }
  const cements = ['早強ポルトランド', '普通ポルトランド', '高炉セメントB種']
  return Array.from({ length: count }, () => {
    const predicted = 15 + 65 * uniform()
    const noise = 12 * (uniform() + uniform() + uniform() - 1.5)
    return {
      cement: cements[Math.floor(uniform() * 3)]!,
      ratio: 70 - predicted / 2,
      predicted,
      actual: predicted + noise,
    }
  })
}

function actualPredicted(rows: readonly Measurement[]): FigureBlock {
  const x = { field: 'x', type: 'quantitative', title: '予測した圧縮強度 [MPa]', scale: { zero: false } }
  const y = { field: 'y', type: 'quantitative', title: '圧縮強度 [MPa]', scale: { zero: false } }
  const line = [10, 90].map((value) => ({ x: value, y: value }))
  const points = rows.map(({ predicted, actual, cement }) => ({ x: predicted, y: actual, group: cement }))
  return {
    kind: 'figure',
    id: 'actual_predicted',
    title: '実測値と予測値',
    caption: 'Each point is a row. On the dashed line the prediction is exact.',
    spec: {
      width: 320,
      height: 320,
      layer: [
        { data: { values: line }, mark: { type: 'line', style: 'reference' }, encoding: { x, y } },
        {
          data: { values: points },
          mark: { type: 'point', style: 'observation' },
          encoding: { x, y, color: { field: 'group', title: 'セメント種類' } },
        },
      ],
    },
  }
}

function histogram(rows: readonly Measurement[]): FigureBlock {
  return {
    kind: 'figure',
    id: 'residual_histogram',
    title: '残差の分布',
    spec: {
      data: { values: rows.map(({ actual, predicted }) => ({ residual: actual - predicted })) },
      mark: 'bar',
      encoding: {
        x: { field: 'residual', bin: { maxbins: 20 }, title: '残差 [MPa]' },
        y: { aggregate: 'count', title: '件数' },
      },
    },
  }
}

function effects(): FigureBlock {
  const values = [
    { term: '水セメント比 [%]', estimate: -8.2, low: -9.5, high: -6.9 },
    { term: '材齢（対数）', estimate: 9.9, low: 8.9, high: 10.9 },
    { term: '高性能AE減水剤の添加量 [kg/m³]', estimate: 1.1, low: -0.4, high: 2.6 },
    { term: 'セメント種類［高炉セメントB種］', estimate: -2.2, low: -4.1, high: -0.3 },
  ]
  const x = { type: 'quantitative', title: '効果 [MPa]' }
  return {
    kind: 'figure',
    id: 'effects',
    title: '因子の効果と95 %信頼区間',
    caption: 'A bar that crosses zero may be no effect at all.',
    spec: {
      data: { values },
      layer: [
        { mark: { type: 'rule', style: 'reference' }, encoding: { x: { datum: 0 } } },
        {
          mark: { type: 'rule', style: 'interval' },
          encoding: { x: { field: 'low', ...x }, x2: { field: 'high' }, y: { field: 'term', sort: null, title: null } },
        },
        {
          mark: { type: 'point', style: 'estimate' },
          encoding: { x: { field: 'estimate', ...x }, y: { field: 'term', sort: null } },
        },
      ],
    },
  }
}

function coefficientTable(): TableBlock {
  return {
    kind: 'table',
    id: 'coefficients',
    title: 'Coefficients',
    columns: [
      { name: 'term', label: 'Term', format: 'text' },
      { name: 'estimate', label: 'Estimate', format: 'number', unit: 'MPa' },
      { name: 'std_error', label: 'Standard error', format: 'number' },
      { name: 'p', label: 'p', format: 'p_value' },
      { name: 'share', label: 'Share', format: 'percent' },
    ],
    rows: [
      ['(intercept)', 12.3456789, 1.23456, 1e-12, null],
      ['水セメント比', -0.41234, 0.0301, 0.00004, 0.31],
      ['log(材齢)', 8.0712, 0.4102, 0.0321, 0.6],
      ["=cmd|'/C calc'!A0", 1.2e-7, 3.4e-8, 0.5, 0.01],
      ['@SUM(1)', 0, null, 0.9999, 0],
    ],
    note: 'p: the probability of so large an estimate if the term had no effect.',
  }
}

function diagnostics(rows: readonly Measurement[]): TableBlock {
  return {
    kind: 'table',
    id: 'row_diagnostics',
    title: 'Row diagnostics',
    columns: [
      { name: 'row', label: 'Row', format: 'integer' },
      { name: 'cement', label: 'セメント種類', format: 'text' },
      { name: 'actual', label: '圧縮強度', format: 'number', unit: 'MPa' },
      { name: 'predicted', label: 'Prediction', format: 'number', unit: 'MPa' },
      { name: 'leverage', label: 'Leverage', format: 'number' },
      { name: 'flag', label: 'Flag', format: 'text' },
    ],
    rows: rows.map(({ cement, actual, predicted }, i) => [
      i + 2,
      cement,
      actual,
      predicted,
      0.01 + i / 10_000,
      i % 40 === 0 ? 'far from the others' : null,
    ]),
    note: 'The row is the line of the file.',
  }
}

/** log(材齢), a centred square, a category and an interaction; levels that a spreadsheet could mistake for something else. */
export function sampleCalculator(): CalculatorBlock {
  const age = { kind: 'function', function: 'log', input: '材齢' } as const
  const ratio = { kind: 'power', input: "水セメント比 [%] 'A'", power: 1, center: 45.5, scale: 10 } as const
  const cement = (codes: readonly number[]) => ({ kind: 'level', input: 'セメント種類', codes }) as const
  const terms: CalculatorBlock['terms'] = [
    { name: '(intercept)', estimate: 31.4159, pieces: [] },
    { name: '水セメント比', estimate: -8.25, pieces: [ratio] },
    { name: '水セメント比²', estimate: 1.125, pieces: [{ ...ratio, power: 2 }] },
    { name: 'log(材齢)', estimate: 8.0712, pieces: [age] },
    { name: 'セメント種類[=早強]', estimate: 2.5, pieces: [cement([1, 0, 0, -1])] },
    { name: 'セメント種類[N*]', estimate: -1.75, pieces: [cement([0, 1, 0, -1])] },
    { name: '水セメント比 × セメント種類[N*]', estimate: 0.6, pieces: [ratio, cement([0, 1, 0, -1])] },
  ]
  return {
    kind: 'calculator',
    id: 'calculator',
    title: 'Calculator: 圧縮強度',
    response: { name: '圧縮強度', unit: 'MPa' },
    inputs: [
      { kind: 'number', name: "水セメント比 [%] 'A'", unit: '%', low: 30, high: 65, start: 47.5 },
      { kind: 'number', name: '材齢', unit: '日', low: 3, high: 365, start: 28 },
      { kind: 'category', name: 'セメント種類', levels: ['=早強', 'N*', 'N', '1'], start: 'N*' },
    ],
    terms,
    covariance: covariance(terms.length),
    sigma: 5.91,
    quantile: 1.9796,
    confidence: 0.95,
  }
}

/** Some symmetric positive definite matrix: L Lᵀ. */
function covariance(p: number): number[] {
  const factor = Array.from({ length: p * p }, (_, k) => {
    const [i, j] = [Math.floor(k / p), k % p]
    return j > i ? 0 : i === j ? 0.8 + 0.05 * i : 0.1 * Math.sin(1 + 3 * i + 5 * j)
  })
  return Array.from({ length: p * p }, (_, k) => {
    const [i, j] = [Math.floor(k / p), k % p]
    let sum = 0
    for (let m = 0; m < p; m++) sum += factor[i * p + m]! * factor[j * p + m]!
    return sum
  })
}
