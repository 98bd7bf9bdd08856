import type { FactorDescription, OptimizationParameters } from '@zerosec/analyses/plan'
import { typedNumber } from '../numbers/typed-number.ts'
import type { PlanDraft } from './plan-draft.ts'
import { type FieldProblem, readFactors } from './read-factors.ts'
import { typedTexts } from './typed-values.ts'

/** The parameters of the `optimization` job that a plan decides. */
export type PlanParameters = Pick<
  OptimizationParameters,
  | 'num_points'
  | 'model'
  | 'criterion'
  | 'constraints'
  | 'blocks'
  | 'center_points'
  | 'replicates'
  | 'hard_to_change'
  | 'whole_plots'
  | 'variance_ratio'
  | 'response_columns'
  | 'starts'
  | 'random_seed'
> & { readonly factors: readonly FactorDescription[] }

export interface PlanReading {
  /** As far as they can be read: they stand only where there are no problems. */
  readonly parameters: PlanParameters
  readonly problems: readonly FieldProblem[]
}

const MOST_RUNS = 100

export function readPlan(draft: PlanDraft): PlanReading {
  const { descriptions, problems: factorProblems } = readFactors(draft.factors)
  const problems: FieldProblem[] = [...factorProblems]
  const refuse = (field: keyof PlanDraft, message: string) => problems.push({ field, message })
  const count = (field: CountField, least: number, most: number): number => {
    const value = draft[field].trim() === '' ? least : typedNumber(draft[field])
    if (value !== null && Number.isInteger(value) && value >= least && value <= most) return value
    refuse(field, `Type a whole number from ${least} to ${most}.`)
    return least
  }
  if (descriptions.length === 0) refuse('factors', 'Name a factor and its range first.')
  const hardToChange = draft.factors.filter(({ hardToChange }) => hardToChange).map(({ name }) => name.trim())
  const parameters: PlanParameters = {
    factors: descriptions,
    num_points: count('runs', 1, MOST_RUNS),
    model: readModel(draft, refuse),
    criterion: draft.criterion,
    constraints: constraintLines(draft.constraints),
    blocks: readBlocks(draft, refuse),
    center_points: count('centerPoints', 0, MOST_RUNS),
    replicates: count('replicates', 0, MOST_RUNS),
    hard_to_change: hardToChange,
    whole_plots: hardToChange.length === 0 ? 0 : count('wholePlots', 0, MOST_RUNS),
    variance_ratio: readVarianceRatio(draft, refuse),
    response_columns: typedTexts(draft.responses),
    starts: count('starts', 0, 100_000),
    random_seed: count('seed', 0, 2 ** 31 - 1),
  }
  return { parameters, problems }
}

/** The conditions of the text area, without blank lines. */
export function constraintLines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

type CountField = 'runs' | 'centerPoints' | 'replicates' | 'wholePlots' | 'starts' | 'seed'
type Refuse = (field: keyof PlanDraft, message: string) => void

function readModel({ model, formula }: PlanDraft, refuse: Refuse): string {
  if (model !== 'formula') return model
  if (formula.trim() === '') refuse('formula', 'Write the model, such as a + b + a:b + I(a^2).')
  return formula.trim()
}

/** A number of blocks or the list of their sizes. */
function readBlocks({ blocks }: PlanDraft, refuse: Refuse): number | number[] {
  if (blocks.trim() === '') return 0
  const sizes = typedTexts(blocks).map(typedNumber)
  const whole = sizes.filter((size) => size !== null && Number.isInteger(size) && size >= 0)
  if (whole.length !== sizes.length || whole.length === 0) {
    refuse('blocks', 'Type the number of blocks, or their sizes: 6, 6, 4.')
    return 0
  }
  return whole.length === 1 ? whole[0]! : (whole as number[])
}

function readVarianceRatio({ varianceRatio }: PlanDraft, refuse: Refuse): number {
  const ratio = typedNumber(varianceRatio)
  if (ratio !== null && ratio >= 0 && ratio <= 1000) return ratio
  refuse('varianceRatio', 'Type a number from 0 to 1000.')
  return 1
}
