import type { DriftColumn, DriftResponse } from '@zerosec/contract'
import { plural } from '../numbers/format.ts'

const RANK: Readonly<Record<DriftColumn['state'], number>> = {
  drifted: 0,
  shifting: 1,
  stable: 2,
  not_enough: 3,
  not_measured: 4,
}

/** What has to be looked at first comes first. */
export function worstFirst(columns: readonly DriftColumn[]): DriftColumn[] {
  return columns.toSorted((a, b) => RANK[a.state] - RANK[b.state] || (b.psi ?? 0) - (a.psi ?? 0))
}

/** "2 of 8 columns drifted, 1 is shifting; so is the prediction." in the words of the table. */
export function driftSummary({ inputs, output }: Pick<DriftResponse, 'inputs' | 'output'>): string {
  const count = (state: DriftColumn['state']) => inputs.filter((column) => column.state === state).length
  const [drifted, shifting] = [count('drifted'), count('shifting')]
  const parts = [
    ...(drifted > 0 ? [`${drifted} of ${plural(inputs.length, 'column')} drifted`] : []),
    ...(shifting > 0
      ? [drifted > 0 ? `${shifting} shifting` : `${shifting} of ${plural(inputs.length, 'column')} shifting`]
      : []),
  ]
  const ofInputs = parts.length === 0 ? 'No column moved' : parts.join(', ')
  const ofOutput = { drifted: '; the predictions drifted', shifting: '; the predictions are shifting' } as const
  return `${ofInputs}${output.state === 'drifted' || output.state === 'shifting' ? ofOutput[output.state] : ''}.`
}
