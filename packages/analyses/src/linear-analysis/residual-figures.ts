import type { FigureBlock } from '@zerosec/report'
import {
  axisTitle,
  extent,
  type Named,
  observations,
  pointFigure,
  pointMark,
  quantity,
  referenceLine,
  rowTip,
  type Spec,
  sampled,
  tip,
  trendLine,
  zeroLine,
} from '../plot-parts.ts'

/** One observation as the figures draw it. */
export interface PlottedRow {
  readonly row: number
  readonly actual: number
  readonly fitted: number
  /** From the other rows; null where they can't give it. */
  readonly predicted: number | null
  readonly residual: number
  /** Residual over its standard error; null where the row has none left (leverage 1). */
  readonly standardized: number | null
  /** The same with the error estimated without the row. */
  readonly studentized: number | null
  /** Null where the method gives none. */
  readonly leverage: number | null
  readonly cook: number | null
}

/** Measured against predicted: the cross-validated prediction of each row beside its fitted value. */
export function actualAgainstPredicted(rows: readonly PlottedRow[], response: Named): FigureBlock {
  const shown = sampled(rows)
  const values = [
    ...shown.map(({ row, actual, fitted }) => ({ row, actual, value: fitted, kind: 'fitted' })),
    ...shown.flatMap(({ row, actual, predicted }) =>
      predicted === null ? [] : [{ row, actual, value: predicted, kind: 'cross-validated' }],
    ),
  ]
  const [low, high] = extent(values.flatMap(({ actual, value }) => [actual, value]))
  const domain = padded(low, high)
  const kinds = { type: 'nominal', field: 'kind', title: null, sort: ['cross-validated', 'fitted'] }
  const points: Spec = {
    data: { values },
    mark: pointMark(values.length),
    encoding: {
      x: quantity('value', `predicted ${axisTitle(response)}`, domain),
      y: quantity('actual', `measured ${axisTitle(response)}`, domain),
      color: kinds,
      shape: kinds,
      tooltip: [rowTip(), tip('actual', 'measured'), tip('value', 'predicted'), { field: 'kind', title: 'prediction' }],
    },
  }
  const caption = 'On the line: predicted exactly. Cross-validated: each row predicted by a model that never saw it.'
  return pointFigure(
    { id: 'actual_vs_predicted', title: `${response.name}: measured against predicted`, caption },
    { drawn: shown.length, all: rows.length },
    [referenceLine([low, high].map((value) => ({ x: value, y: value }))), points],
  )
}

/** The four plots of the residuals; without leverage the last one shows them in the order of the rows. */
export function residualFigures(
  rows: readonly PlottedRow[],
  response: Named,
  coefficients: number,
  normalQuantile: (p: number) => number,
): FigureBlock[] {
  const hasLeverage = rows.some((row) => row.leverage !== null)
  return [
    residualsAgainstFitted(rows, response),
    normalQuantiles(rows, normalQuantile),
    scaleAgainstFitted(rows, response),
    hasLeverage ? residualsAgainstLeverage(rows, coefficients) : residualsByRow(rows, response),
  ]
}

function residualsAgainstFitted(rows: readonly PlottedRow[], response: Named): FigureBlock {
  const shown = sampled(rows)
  const x = quantity('fitted', `fitted ${axisTitle(response)}`)
  const y = quantity('residual', `residual ${axisTitle(response)}`)
  const caption =
    'The line is the mean of neighbouring rows. A bend in it: squares or interactions are missing from the model.'
  return pointFigure(
    { id: 'residuals_vs_fitted', title: 'Residuals against fitted values', caption },
    { drawn: shown.length, all: rows.length },
    [zeroLine(), observations(shown, x, y), trendLine(shown.map((row) => ({ x: row.fitted, y: row.residual })))],
  )
}

function normalQuantiles(rows: readonly PlottedRow[], normalQuantile: (p: number) => number): FigureBlock {
  const sorted = standardizedRows(rows).sort((a, b) => a.standardized - b.standardized)
  const shown = sampled(
    sorted.map(({ row, standardized }, k) => ({
      row,
      standardized,
      normal: normalQuantile((k + 0.5) / sorted.length),
    })),
  )
  const ends = shown.length === 0 ? [] : extent(shown.map(({ normal }) => normal))
  const caption = 'Near the line: the residuals are normally distributed. Far off at the ends: unusual rows.'
  return pointFigure(
    { id: 'normal_quantiles', title: 'Normal quantiles of the residuals', caption },
    { drawn: shown.length, all: sorted.length },
    [
      referenceLine(ends.map((value) => ({ x: value, y: value }))),
      observations(shown, quantity('normal', 'normal quantile'), quantity('standardized', 'standardized residual')),
    ],
  )
}

function scaleAgainstFitted(rows: readonly PlottedRow[], response: Named): FigureBlock {
  const all = standardizedRows(rows)
  const shown = sampled(all).map(({ row, fitted, standardized }) => ({
    row,
    fitted,
    scale: Math.sqrt(Math.abs(standardized)),
  }))
  const x = quantity('fitted', `fitted ${axisTitle(response)}`)
  const caption = 'A rising line: the scatter grows with the response. Analysing its logarithm may then fit better.'
  return pointFigure(
    { id: 'scale_location', title: 'Size of the residuals against fitted values', caption },
    { drawn: shown.length, all: all.length },
    [
      observations(shown, x, quantity('scale', 'square root of |standardized residual|')),
      trendLine(shown.map((row) => ({ x: row.fitted, y: row.scale }))),
    ],
  )
}

function residualsAgainstLeverage(rows: readonly PlottedRow[], coefficients: number): FigureBlock {
  const all = standardizedRows(rows)
  const shown = sampled(all)
  const x = quantity('leverage', 'leverage')
  const y = quantity('standardized', 'standardized residual')
  const contours = cookContours(all, coefficients)
  const caption =
    contours.length > 0
      ? "Dashed: Cook's distance 0.5 and 1. Rows beyond these lines move the coefficients by themselves: check them first."
      : "No row comes near a Cook's distance of 0.5: none moves the coefficients much by itself."
  return pointFigure(
    { id: 'residuals_vs_leverage', title: 'Residuals against leverage', caption },
    { drawn: shown.length, all: all.length },
    [zeroLine(), ...contours, observations(shown, x, y, [tip('cook', "Cook's distance")])],
  )
}

function residualsByRow(rows: readonly PlottedRow[], response: Named): FigureBlock {
  const shown = sampled(rows)
  const x = quantity('row', 'row of the file')
  const y = quantity('residual', `residual ${axisTitle(response)}`)
  return pointFigure(
    {
      id: 'residuals_by_row',
      title: 'Residuals in the order of the rows',
      caption: 'A drift or a jump: something changed over time that no factor holds.',
    },
    { drawn: shown.length, all: rows.length },
    [zeroLine(), observations(shown, x, y), trendLine(shown.map((row) => ({ x: row.row, y: row.residual })))],
  )
}

/** Where Cook's distance D = r² h / (p (1 − h)) is 0.5 and 1, within the range of the data. */
function cookContours(rows: readonly (PlottedRow & { standardized: number })[], coefficients: number): Spec[] {
  const [, highest] = extent(rows.map((row) => row.leverage ?? 0))
  const [low, high] = extent(rows.map((row) => row.standardized))
  const limit = 1.3 * Math.max(Math.abs(low), Math.abs(high))
  return [0.5, 1].flatMap((distance) =>
    [-1, 1].flatMap((sign) => {
      const points = Array.from({ length: 60 }, (_, k) => {
        const leverage = (highest * (k + 1)) / 60
        return { x: leverage, y: sign * Math.sqrt((distance * coefficients * (1 - leverage)) / leverage) }
      }).filter(({ y }) => Math.abs(y) <= limit)
      return points.length < 2 ? [] : [referenceLine(points)]
    }),
  )
}

function standardizedRows(rows: readonly PlottedRow[]): (PlottedRow & { standardized: number })[] {
  return rows.flatMap((row) => (row.standardized === null ? [] : [{ ...row, standardized: row.standardized }]))
}

function padded(low: number, high: number): [number, number] {
  const margin = 0.04 * (high - low || 1)
  return [low - margin, high + margin]
}
