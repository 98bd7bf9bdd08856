import type { Prediction, PredictionDomain } from '@zerosec/model'
import { formatNumber, formatShort } from '../numbers/format.ts'

export type Verdict = PredictionDomain['verdict']

export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  inside: 'inside the data',
  edge: 'at the edge of the data',
  outside: 'outside the data',
}

type Reason = PredictionDomain['reasons'][number]

/** Units by the name of the column. */
export type Units = Readonly<Record<string, string | undefined>>

/** What speaks against a prediction, in sentences; empty where nothing does. */
export function doubtsOf({ domain, flags }: Prediction, units: Units = {}): string[] {
  const reasons = (domain?.reasons ?? []).map((reason) => reasonWords(reason, units))
  return [...reasons, ...flags.flatMap((flag) => flagWords(flag) ?? [])]
}

function reasonWords(reason: Reason, units: Units): string {
  const column = reason.column ?? 'An input'
  const unit = units[column] === undefined ? '' : ` ${units[column]}`
  switch (reason.kind) {
    case 'below_range':
      return `${column} is below ${formatShort(reason.limit)}${unit}, the lowest value in the data.`
    case 'above_range':
      return `${column} is above ${formatShort(reason.limit)}${unit}, the highest value in the data.`
    case 'unknown_level':
    case 'unknown_missing':
      return `No measured row tells of this ${column}.`
    case 'far_from_rows':
      return `The nearest measured rows are ${formatNumber(reason.distance / reason.limit, 2)} times as far as is usual.`
    case 'high_leverage':
      return 'The combination is unusual, though each value may be usual.'
  }
}

/** Nothing for what the domain, or the field, already says. */
function flagWords(flag: Prediction['flags'][number]): string | null {
  switch (flag.kind) {
    case 'unseen_category':
      return `“${flag.value}” is no level of ${flag.column} in the data: predicted as if it were not known.`
    case 'missing_cell':
      return `${flag.column} is empty: predicted as if it were not known.`
    case 'limited':
      return 'The prediction is at the end of what the model can give.'
    case 'interval_short_of_rows':
      return 'The data are too few for this interval: it may be too narrow.'
    case 'no_prediction':
      return 'There is no prediction: an input that the model needs is empty, or it has no finite answer, as of the logarithm of 0.'
    case 'text_unknown':
      return `No word of ${flag.column} is known from the data.`
    case 'text_cut':
      return `${flag.column} is longer than what is read of it.`
    case 'text_broken':
      return `${flag.column} has characters that can’t be read.`
    case 'outside_range':
      return null
  }
}

/** The gravest of several verdicts. */
export function gravest(verdicts: readonly Verdict[]): Verdict {
  return verdicts.includes('outside') ? 'outside' : verdicts.includes('edge') ? 'edge' : 'inside'
}
