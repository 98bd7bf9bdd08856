import { costThreshold, type DomainVerdict, decide, wilsonUpperBound } from '@zerosec/engine'
import type { ClassTarget } from './class-target.ts'
import type { DecidedRow, DecisionReason, DecisionSummary, Finish } from './outcome.ts'
import type { ClassificationParameters } from './parameters.ts'
import type { ClassPreparation } from './prepare.ts'

export const MEASURE = 'measure'
export const OK = 'OK'
export const NG = 'NG'

interface TestedRows {
  readonly preparation: ClassPreparation
  /** n × k. */
  readonly shares: Float64Array
  readonly foldOf: Int32Array
  /** One for each outer fold. */
  readonly finishes: readonly Finish[]
  readonly verdicts: readonly (DomainVerdict | null)[]
}

/** Every tested row, decided by thresholds that it had no part in. */
export function decidedRows({ preparation, shares, foldOf, finishes, verdicts }: TestedRows): DecidedRow[] {
  const { target, rowNumbers, classes } = preparation
  const k = classes.labels.length
  return Array.from(target, (actual, i): DecidedRow[] => {
    if (foldOf[i]! < 0) return []
    const own = Array.from(shares.subarray(i * k, (i + 1) * k))
    const verdict = verdicts[i] ?? null
    return [
      {
        row: rowNumbers[i]!,
        actual,
        predicted: likeliest(own),
        shares: own,
        ...decisionOf(own, verdict, finishes[foldOf[i]!]!, classes),
        verdict,
        fold: foldOf[i]! + 1,
      },
    ]
  }).flat()
}

/** What is said of a row, and why. */
export function decisionOf(
  shares: readonly number[],
  verdict: DomainVerdict | null,
  { rule, sayFrom }: Finish,
  { labels, ok }: ClassTarget,
): { readonly decision: string; readonly reason: DecisionReason } {
  if (verdict === 'outside') return { decision: MEASURE, reason: 'outside_domain' }
  if (rule !== null && ok !== null) {
    const said = decide(rule, shares[ok]!)
    if (said !== 'measure') return { decision: said === 'ok' ? OK : NG, reason: 'sure' }
    return { decision: MEASURE, reason: rule.okFrom === null || rule.ngBelow === null ? 'unbounded' : 'in_between' }
  }
  if (sayFrom === null) return { decision: MEASURE, reason: 'unbounded' }
  const best = likeliest(shares)
  return shares[best]! >= sayFrom
    ? { decision: labels[best]!, reason: 'sure' }
    : { decision: MEASURE, reason: 'in_between' }
}

/** How often what was said is wrong. */
export function summariseDecisions(
  rows: readonly DecidedRow[],
  { labels, ok }: ClassTarget,
  parameters: ClassificationParameters,
): DecisionSummary {
  const said = rows.filter(({ decision }) => decision !== MEASURE)
  const common = {
    said: said.length,
    measured: rows.length - said.length,
    outside: rows.filter(({ reason }) => reason === 'outside_domain').length,
  }
  if (ok === null) {
    const wrong = said.filter(({ decision, actual }) => decision !== labels[actual]).length
    const falseOkBound = wilsonUpperBound(wrong, said.length)
    return { ...common, atRisk: said.length, falseOk: wrong, falseOkBound, falseNg: null, cost: null }
  }
  const [good, bad] = [rows.filter(({ actual }) => actual === ok), rows.filter(({ actual }) => actual !== ok)]
  const falseOk = bad.filter(({ decision }) => decision === OK).length
  const falseNg = good.filter(({ decision }) => decision === NG).length
  return {
    ...common,
    atRisk: bad.length,
    falseOk,
    falseOkBound: wilsonUpperBound(falseOk, bad.length),
    falseNg: { atRisk: good.length, count: falseNg, bound: wilsonUpperBound(falseNg, good.length) },
    cost: costOf(good, bad, ok, parameters),
  }
}

/** Every row decided by the costs alone. */
function costOf(
  good: readonly DecidedRow[],
  bad: readonly DecidedRow[],
  ok: number,
  { cost_false_ok: costFalseOk, cost_false_ng: costFalseNg }: ClassificationParameters,
): DecisionSummary['cost'] {
  const threshold = costThreshold({ costFalseOk, costFalseNg })
  const falseOk = bad.filter(({ shares }) => shares[ok]! >= threshold).length
  const falseNg = good.filter(({ shares }) => shares[ok]! < threshold).length
  const perRow = (falseOk * costFalseOk + falseNg * costFalseNg) / (good.length + bad.length)
  return { threshold, perRow, falseOk, falseNg }
}

function likeliest(shares: readonly number[]): number {
  return shares.reduce((best, share, at) => (share > shares[best]! ? at : best), 0)
}
