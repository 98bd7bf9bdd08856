import type { ModelSignature, RowPrediction } from '@zerosec/contract'
import type { Prediction, PredictionDomain } from '@zerosec/model'

type Reason = PredictionDomain['reasons'][number]
type Row = Readonly<Record<string, unknown>>

/** What the service answered to a row, as the model itself would have: the page shows both by the same code. */
export function predictionOf(answer: RowPrediction, signature: ModelSignature, row: Row): Prediction {
  const trust = {
    domain: answer.domain ? domainOf(answer.domain, signature, row) : null,
    flags: (answer.flags ?? []) as unknown as Prediction['flags'],
  }
  const { value = null } = answer
  if (signature.output.kind === 'class') {
    return { kind: 'class', value: value === null ? null : String(value), shares: answer.shares ?? null, ...trust }
  }
  return { kind: 'number', value: value === null ? null : Number(value), interval: answer.interval ?? null, ...trust }
}

/** The answer names the columns that the verdict is about; what is the matter with them, the signature tells. */
function domainOf(
  { verdict, distance, columns }: NonNullable<RowPrediction['domain']>,
  { inputs }: ModelSignature,
  row: Row,
): PredictionDomain {
  const severity = 'outside'
  const reasons = columns.map((column): Reason => {
    const feature = inputs.findIndex(({ name }) => name === column)
    const { low, high } = inputs[feature] ?? {}
    const value = row[column] ?? null
    if (value === null) return { kind: 'unknown_missing', feature, severity, column }
    if (typeof value !== 'number' || low === undefined || high === undefined)
      return { kind: 'unknown_level', feature, severity, column }
    const [kind, limit] = value < low ? (['below_range', low] as const) : (['above_range', high] as const)
    return { kind, feature, value, limit, beyond: Math.abs(value - limit) / (high - low), severity, column }
  })
  return { verdict: verdict as PredictionDomain['verdict'], distance, reasons }
}
