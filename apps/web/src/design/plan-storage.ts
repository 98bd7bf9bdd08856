import {
  CRITERION_CHOICES,
  EMPTY_PLAN,
  emptyFactor,
  FACTOR_TYPES,
  MODEL_CHOICES,
  type PlanDraft,
} from './plan-draft.ts'
import { planState } from './plan-state.ts'
import { type PlannedRuns, RUN_MARKS } from './planned-runs.ts'

const KEY = 'zerosec.plan'
const FORMAT = 'zerosec.plan/1'

/** What the browser keeps over a reload. */
export interface KeptPlan {
  readonly draft: PlanDraft
  readonly planned: PlannedRuns | null
}

export type Remembered =
  | { readonly kind: 'nothing' }
  | ({ readonly kind: 'plan' } & KeptPlan)
  /** Something is there that this version can't read; it is left as it is until the next change. */
  | { readonly kind: 'unreadable' }

export function rememberedPlan(storage: Storage): Remembered {
  const text = storage.getItem(KEY)
  if (text === null) return { kind: 'nothing' }
  try {
    const { format, draft, design } = JSON.parse(text) as Record<string, unknown>
    if (format === FORMAT && isDraft(draft)) return { kind: 'plan', draft, planned: plannedRuns(design) }
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error
  }
  return { kind: 'unreadable' }
}

/** Answers whether it could be kept: private windows and full disks refuse. */
export function rememberPlan(storage: Storage, { draft, planned }: KeptPlan): boolean {
  try {
    storage.setItem(KEY, JSON.stringify({ format: FORMAT, draft, design: planned && storedDesign(planned) }))
    return true
  } catch {
    return false
  }
}

/** A design without what follows from its draft. */
function storedDesign({ plan, runs, refused, ...others }: PlannedRuns) {
  return { ...others, draft: plan.draft, runs: [...runs], refused: [...refused] }
}

/** Null where there is none, or where it no longer fits its draft: then it is searched again. */
function plannedRuns(design: unknown): PlannedRuns | null {
  if (!hasShapeOf(STORED_DESIGN, design)) return null
  const { draft, runs, marks, refused, isRepeatable, dEfficiency, isProven } = design
  if (!isDraft(draft) || !isNumbers(runs) || !isNumbers(refused) || !Array.isArray(marks)) return null
  const plan = planState(draft).ready
  const width = plan?.request.problem.factors.length ?? 0
  const isWhole = marks.length > 0 && marks.every((mark) => RUN_MARKS.includes(mark))
  if (!plan || !isWhole || runs.length !== width * marks.length || refused.length % width !== 0) return null
  const numbers = { runs: Float64Array.from(runs), refused: Float64Array.from(refused) }
  return { plan, ...numbers, marks, isRepeatable, dEfficiency, isProven }
}

const STORED_DESIGN: ReturnType<typeof storedDesign> = {
  draft: EMPTY_PLAN,
  runs: [],
  marks: [],
  refused: [],
  isRepeatable: true,
  dEfficiency: 1,
  isProven: false,
}

function isDraft(value: unknown): value is PlanDraft {
  if (!hasShapeOf(EMPTY_PLAN, value)) return false
  const { factors, model, criterion } = value
  return (
    Array.isArray(factors) &&
    factors.every((factor) => hasShapeOf(emptyFactor(1), factor) && FACTOR_TYPES.includes(factor.type)) &&
    new Set(factors.map(({ id }) => id)).size === factors.length &&
    MODEL_CHOICES.includes(model) &&
    CRITERION_CHOICES.includes(criterion)
  )
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'number')
}

/** Whether every entry of the model is there and of its type. */
function hasShapeOf<Model extends object>(model: Model, value: unknown): value is Model {
  if (typeof value !== 'object' || value === null) return false
  const found = value as Record<string, unknown>
  return Object.entries(model).every(([name, entry]) => typeof found[name] === typeof entry)
}
