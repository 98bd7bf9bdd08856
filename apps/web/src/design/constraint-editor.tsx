'use client'

import type { Factor } from '@zerosec/engine'
import { useMemo } from 'react'
import { Icon } from '../controls/icon.tsx'
import { formatShort } from '../numbers/format.ts'
import { PlanField, type PlanInputProps } from './plan-field.tsx'
import { constraintLines } from './read-plan.ts'
import { useWorkerAnswer } from './use-worker-answer.ts'
import type { ConstraintCheck, WorkerCall } from './worker-messages.ts'

interface ConstraintEditorProps extends PlanInputProps {
  /** Null while the factors can't be read. */
  readonly factors: readonly Factor[] | null
}

/** Conditions that every run has to meet, a line each, checked while they are typed. */
export function ConstraintEditor({ plan, factors, onChange }: ConstraintEditorProps) {
  const { constraints } = plan
  const call = useMemo((): WorkerCall | null => {
    const lines = constraintLines(constraints)
    return factors && lines.length > 0 ? { kind: 'check', factors, lines } : null
  }, [constraints, factors])
  const { answer, isCurrent } = useWorkerAnswer(call)
  const check = answer?.kind === 'checked' ? answer.check : null
  const errors = answer?.kind === 'failed' ? [answer.failure.message] : (check?.errors ?? [])

  return (
    <PlanField
      id="plan-constraints"
      title="Constraints"
      about={
        <>
          One a line, with the names above: <Example>2*temp + time &lt;= 300</Example>,{' '}
          <Example>not (catalyst = "A" and temp &gt; 80)</Example>. None: leave it empty.
        </>
      }
    >
      <textarea
        id="plan-constraints"
        rows={Math.max(2, constraints.split('\n').length)}
        spellCheck={false}
        aria-describedby="plan-constraints-about constraint-check"
        aria-invalid={errors.length > 0}
        value={constraints}
        onChange={(event) => onChange({ ...plan, constraints: event.target.value })}
        className="field max-w-2xl font-mono text-sm"
      />
      <div id="constraint-check" role="status" data-current={isCurrent} className="space-y-1 text-sm">
        {errors.map((error) => (
          <Finding key={error} level="serious">
            {error}
          </Finding>
        ))}
        {check?.doubts.map((doubt) => (
          <Finding key={doubt} level="caution">
            {doubt}
          </Finding>
        ))}
        {check && errors.length === 0 && <Finding level="good">{metText(check)}</Finding>}
      </div>
    </PlanField>
  )
}

function metText({ narrowed }: ConstraintCheck): string {
  const left = narrowed.map(({ name, low, high }) => `${name} from ${formatShort(low)} to ${formatShort(high)}`)
  return left.length === 0
    ? 'There are runs that meet this.'
    : `There are runs that meet this, with ${left.join(', ')}.`
}

const LEVELS = {
  serious: { icon: 'serious', text: 'font-medium text-serious', mark: '' },
  caution: { icon: 'caution', text: 'text-ink', mark: 'text-caution' },
  good: { icon: 'check', text: 'text-ink-soft', mark: 'text-accent' },
} as const

function Finding({ level, children }: { level: keyof typeof LEVELS; children: string }) {
  const { icon, text, mark } = LEVELS[level]
  return (
    <p className={`flex max-w-2xl gap-2 ${text}`}>
      <Icon name={icon} className={`mt-0.5 ${mark}`} />
      <span className="min-w-0 break-words">{children}</span>
    </p>
  )
}

function Example({ children }: { children: React.ReactNode }) {
  return <code className="font-mono text-[0.92em] whitespace-nowrap">{children}</code>
}
