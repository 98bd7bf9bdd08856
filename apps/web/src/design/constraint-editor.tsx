'use client'

import type { Factor } from '@zerosec/engine'
import { useMemo } from 'react'
import { Icon } from '../controls/icon.tsx'
import { PlanField, type PlanInputProps } from './plan-field.tsx'
import { constraintLines } from './read-plan.ts'
import { useWorkerAnswer } from './use-worker-answer.ts'
import type { WorkerCall } from './worker-messages.ts'

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
  const failure = answer?.kind === 'failed' ? answer.failure.message : null
  const lines = call?.kind === 'check' ? call.lines : []
  const refused = check?.together ?? failure
  const isInvalid = refused !== null || check?.lines.some((problem) => problem !== null) === true

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
        aria-invalid={isInvalid}
        value={constraints}
        onChange={(event) => onChange({ ...plan, constraints: event.target.value })}
        className="field max-w-2xl font-mono text-sm"
      />
      <div id="constraint-check" role="status" data-current={isCurrent} className="space-y-1 text-sm">
        {check?.lines.map(
          (problem, index) =>
            problem && (
              <Finding key={index} serious>
                {problem}
              </Finding>
            ),
        )}
        {refused && <Finding serious>{refused}</Finding>}
        {check && !isInvalid && (
          <Finding>{lines.length === 1 ? 'It can be met.' : 'They can be met together.'}</Finding>
        )}
      </div>
    </PlanField>
  )
}

function Finding({ serious = false, children }: { serious?: boolean; children: React.ReactNode }) {
  return (
    <p className={`flex max-w-2xl gap-2 ${serious ? 'font-medium text-serious' : 'text-ink-soft'}`}>
      <Icon name={serious ? 'serious' : 'check'} className={`mt-0.5 ${serious ? '' : 'text-accent'}`} />
      <span>{children}</span>
    </p>
  )
}

function Example({ children }: { children: React.ReactNode }) {
  return <code className="font-mono text-[0.92em] whitespace-nowrap">{children}</code>
}
