'use client'

import { type ClipboardEvent, useRef, useState } from 'react'
import { Button } from '../controls/button.tsx'
import { Icon } from '../controls/icon.tsx'
import { plural } from '../numbers/format.ts'
import { FactorRow } from './factor-row.tsx'
import { pastedFactors } from './pasted-factors.ts'
import {
  type PlanDraft,
  withFactor,
  withMovedFactor,
  withNewFactor,
  withoutFactor,
  withPastedFactors,
} from './plan-draft.ts'
import type { FieldProblem } from './read-factors.ts'

interface FactorEditorProps {
  readonly plan: PlanDraft
  readonly problems: readonly FieldProblem[]
  readonly onChange: (plan: PlanDraft) => void
}

/** What is varied: a row a factor, filled in by hand or pasted from a spreadsheet. */
export function FactorEditor({ plan, problems, onChange }: FactorEditorProps) {
  const list = useRef<HTMLUListElement>(null)
  const { said, add, remove, move, goDown, paste } = useFactorEdits(plan, onChange, list)
  return (
    <div>
      <ul ref={list} aria-label="Factors" className="space-y-3 lg:space-y-0">
        {plan.factors.map((factor, index) => (
          <FactorRow
            key={factor.id}
            factor={factor}
            place={index + 1}
            last={index === plan.factors.length - 1}
            problems={problems.filter((problem) => problem.factor === factor.id)}
            onChange={(change) => onChange(withFactor(plan, factor.id, change))}
            onRemove={() => remove(factor.id)}
            onMove={(by, field) => move(factor.id, by, field)}
            onDown={(field) => goDown(factor.id, field)}
            onPaste={(event) => paste(event, factor.id)}
          />
        ))}
      </ul>
      <div className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button onClick={add}>
          <Icon name="plus" /> Add a factor
        </Button>
        <p className="text-sm text-ink-soft">
          Or paste cells from Excel into any field: name, low, high, or name and levels, with or without headings.
        </p>
      </div>
      <p role="status" className={said === NOT_UNDERSTOOD ? 'mt-2 text-sm text-serious' : 'sr-only'}>
        {said}
      </p>
    </div>
  )
}

/** The edits of the list, each said for those who don't see it and followed by the cursor. */
function useFactorEdits(
  plan: PlanDraft,
  onChange: (plan: PlanDraft) => void,
  list: React.RefObject<HTMLElement | null>,
) {
  const [said, setSaid] = useState('')
  const focus = (id: number, field: string) => focusLater(list, id, field)
  const add = () => {
    const next = withNewFactor(plan)
    onChange(next)
    focus(next.factors.at(-1)!.id, 'name')
  }
  const remove = (id: number) => {
    const at = plan.factors.findIndex((factor) => factor.id === id)
    const next = withoutFactor(plan, id)
    onChange(next)
    setSaid(`${plan.factors[at]?.name || 'The empty row'} was removed.`)
    const neighbour = next.factors[Math.min(at, next.factors.length - 1)]
    if (neighbour) focus(neighbour.id, 'name')
  }
  const move = (id: number, by: number, field: string) => {
    const next = withMovedFactor(plan, id, by)
    onChange(next)
    const place = next.factors.findIndex((factor) => factor.id === id)
    setSaid(`${next.factors[place]?.name || 'The row'} is now number ${place + 1} of ${next.factors.length}.`)
    focus(id, field)
  }
  /** One row down in the same field, as in a spreadsheet; below the last row is a new one. */
  const goDown = (id: number, field: string) => {
    const below = plan.factors[plan.factors.findIndex((factor) => factor.id === id) + 1]
    if (below) focus(below.id, field)
    else add()
  }
  const paste = (event: ClipboardEvent, id: number) => {
    const text = event.clipboardData.getData('text/plain')
    if (!text.includes('\t')) return
    event.preventDefault()
    const pasted = pastedFactors(text)
    if (pasted.length > 0) onChange(withPastedFactors(plan, pasted, id))
    setSaid(pasted.length > 0 ? `${plural(pasted.length, 'factor was', 'factors were')} pasted.` : NOT_UNDERSTOOD)
  }
  return { said, add, remove, move, goDown, paste }
}

const NOT_UNDERSTOOD = 'No factor was found in the pasted cells. Copy a row a factor: its name, low and high.'

/** Puts the cursor into a field of a factor, once the row is there. */
function focusLater(list: React.RefObject<HTMLElement | null>, id: number, field: string): void {
  requestAnimationFrame(() => {
    const row = list.current?.querySelector(`[data-factor="${id}"]`)
    const control = row?.querySelector<HTMLElement>(`[data-field="${field}"]`)
    ;(control ?? row?.querySelector<HTMLElement>('[data-field=name]'))?.focus()
  })
}
