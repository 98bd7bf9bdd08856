import { Button } from '../controls/button.tsx'
import { Icon } from '../controls/icon.tsx'
import { plural } from '../numbers/format.ts'
import type { PlanState } from './plan-state.ts'

interface PlanBarProps {
  readonly state: PlanState
  /** Whether what is still missing is told: after the first try. */
  readonly tells: boolean
  readonly isSearching: boolean
  readonly onFind: () => void
  readonly onStop: () => void
}

/** What will be searched, and the button; stays in sight under a long plan. */
export function PlanBar({ state, tells, isSearching, onFind, onStop }: PlanBarProps) {
  const obstacle = tells ? obstacleOf(state) : null
  return (
    <div className="sticky bottom-0 z-20 -mx-4 mt-8 flex items-center justify-between gap-4 border-t border-line bg-paper/95 px-4 py-3 backdrop-blur-sm sm:-mx-6 sm:px-6">
      <p className="min-w-0 text-sm" role="status">
        <span className="block font-medium">{summaryOf(state)}</span>
        {obstacle && <span className="line-clamp-3 text-serious">{obstacle}</span>}
      </p>
      {isSearching ? (
        <Button onClick={onStop} className="min-h-11 px-6 text-base">
          Stop
        </Button>
      ) : (
        <Button look="primary" onClick={onFind} className="min-h-11 px-6 text-base">
          Find design <Icon name="arrow" />
        </Button>
      )}
    </div>
  )
}

function summaryOf({ ready, factors, coefficients }: PlanState): string {
  if (ready) {
    const count = ready.request.problem.factors.filter(({ kind }) => kind !== 'block').length
    return `${plural(ready.request.problem.runs, 'run')} for ${plural(count, 'factor')}`
  }
  if (!factors) return 'Name the factors first'
  return coefficients === null ? plural(factors.length, 'factor') : `${plural(coefficients, 'coefficient')} to estimate`
}

function obstacleOf({ problems, failure, modelFailure }: PlanState): string | null {
  const engine = failure ?? modelFailure
  if (engine) return engine.message
  const [first] = problems
  if (!first || first.field === 'factors') return null
  return problems.length === 1 ? first.message : `${first.message} ${plural(problems.length, 'field')} to mend.`
}
