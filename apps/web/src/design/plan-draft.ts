/** A plan as it stands in the editor: texts as typed, nothing read yet. */
export interface PlanDraft {
  readonly factors: readonly FactorDraft[]
  readonly model: ModelChoice
  /** Kept while another model is chosen. */
  readonly formula: string
  readonly criterion: CriterionChoice
  readonly runs: string
  /** A condition a line. */
  readonly constraints: string
  /** Number of blocks, or their sizes. */
  readonly blocks: string
  readonly wholePlots: string
  readonly varianceRatio: string
  readonly centerPoints: string
  readonly replicates: string
  readonly responses: string
  readonly starts: string
  readonly seed: string
}

export type FactorType = (typeof FACTOR_TYPES)[number]
export const FACTOR_TYPES = ['continuous', 'discrete', 'categorical', 'mixture', 'block'] as const

export type ModelChoice = (typeof MODEL_CHOICES)[number]
export const MODEL_CHOICES = ['main', 'interactions', 'quadratic', 'cubic', 'special_cubic', 'formula'] as const

export type CriterionChoice = (typeof CRITERION_CHOICES)[number]
export const CRITERION_CHOICES = ['D', 'I', 'A', 'G', 'E'] as const

export interface FactorDraft {
  /** Tells rows of the editor apart; never reused within a plan. */
  readonly id: number
  readonly name: string
  readonly type: FactorType
  readonly low: string
  readonly high: string
  /** "60, 70, 80", "60 to 90 by 10" or "A, B, C". */
  readonly levels: string
  /** Of a mixture's amounts; empty: any amount. */
  readonly step: string
  /** What the amounts of the mixture sum to. */
  readonly total: string
  readonly unit: string
  readonly hardToChange: boolean
}

export function emptyFactor(id: number): FactorDraft {
  return {
    id,
    name: '',
    type: 'continuous',
    low: '',
    high: '',
    levels: '',
    step: '',
    total: '1',
    unit: '',
    hardToChange: false,
  }
}

export const EMPTY_PLAN: PlanDraft = {
  factors: [emptyFactor(1), emptyFactor(2)],
  model: 'quadratic',
  formula: '',
  criterion: 'D',
  runs: '15',
  constraints: '',
  blocks: '',
  wholePlots: '',
  varianceRatio: '1',
  centerPoints: '0',
  replicates: '0',
  responses: '',
  starts: '',
  seed: '42',
}

const numeric = (id: number, name: string, low: string, high: string, unit: string): FactorDraft => ({
  ...emptyFactor(id),
  name,
  low,
  high,
  unit,
})

/** Three factors of a moulding process. */
export const EXAMPLE_PLAN: PlanDraft = {
  ...EMPTY_PLAN,
  factors: [
    numeric(1, '金型温度', '40', '80', '°C'),
    numeric(2, '保圧', '30', '70', 'MPa'),
    numeric(3, '冷却時間', '10', '30', 's'),
  ],
  responses: 'そり量',
}

/** A plan with one factor changed, named by its id. */
export function withFactor(plan: PlanDraft, id: number, change: Partial<FactorDraft>): PlanDraft {
  return {
    ...plan,
    factors: plan.factors.map((factor) => (factor.id === id ? { ...factor, ...change } : factor)),
  }
}

/** Adds a factor below the others, of the type of the last one. */
export function withNewFactor(plan: PlanDraft): PlanDraft {
  const last = plan.factors.at(-1)
  const added = emptyFactor(nextFactorId(plan))
  const type = last?.type === 'mixture' ? { type: last.type, total: last.total } : {}
  return { ...plan, factors: [...plan.factors, { ...added, ...type }] }
}

export function withoutFactor(plan: PlanDraft, id: number): PlanDraft {
  return { ...plan, factors: plan.factors.filter((factor) => factor.id !== id) }
}

/** Moves a factor by `by` places; it stops at the ends. */
export function withMovedFactor(plan: PlanDraft, id: number, by: number): PlanDraft {
  const from = plan.factors.findIndex((factor) => factor.id === id)
  const moved = plan.factors[from]
  if (!moved) return plan
  const to = Math.min(plan.factors.length - 1, Math.max(0, from + by))
  return { ...plan, factors: plan.factors.toSpliced(from, 1).toSpliced(to, 0, moved) }
}

/** Puts pasted factors after the row in which they were pasted; rows without a name make way. */
export function withPastedFactors(plan: PlanDraft, pasted: readonly Omit<FactorDraft, 'id'>[], at: number): PlanDraft {
  const first = nextFactorId(plan)
  const added = pasted.map((factor, index) => ({ ...factor, id: first + index }))
  const place = plan.factors.findIndex(({ id }) => id === at) + 1
  const merged = [...plan.factors.slice(0, place), ...added, ...plan.factors.slice(place)]
  return { ...plan, factors: merged.filter((factor) => factor.name.trim() !== '') }
}

export function nextFactorId(plan: PlanDraft): number {
  return Math.max(0, ...plan.factors.map(({ id }) => id)) + 1
}
