import type { ReactNode } from 'react'
import { Segment } from '../controls/segment.tsx'
import type { PlanDraft } from './plan-draft.ts'
import type { FieldProblem } from './read-factors.ts'

interface PlanFieldProps {
  readonly id: string
  readonly title: string
  readonly about?: ReactNode
  readonly problem?: string | undefined
  /** False for a group of controls, which is named by the title instead of labelled. */
  readonly labels?: boolean
  readonly children: ReactNode
}

/** A setting of the plan: its title, what it does, the control, and what is wrong with it. */
export function PlanField({ id, title, about, problem, labels = true, children }: PlanFieldProps) {
  return (
    <div className="min-w-0 space-y-1.5">
      {labels ? (
        <label htmlFor={id} id={`${id}-title`} className="block font-medium">
          {title}
        </label>
      ) : (
        <p id={`${id}-title`} className="font-medium">
          {title}
        </p>
      )}
      {children}
      <div id={`${id}-about`} className="text-sm">
        {problem && <p className="font-medium text-serious">{problem}</p>}
        {about && <p className="max-w-prose text-ink-soft">{about}</p>}
      </div>
    </div>
  )
}

export interface PlanInputProps {
  readonly plan: PlanDraft
  readonly problems: readonly FieldProblem[]
  readonly onChange: (plan: PlanDraft) => void
}

type TextFieldName = {
  [Name in keyof PlanDraft]: string extends PlanDraft[Name] ? Name : never
}[keyof PlanDraft]

/** A short text or a number of the plan. */
export function PlanText(
  props: PlanInputProps & {
    field: TextFieldName
    title: string
    about?: ReactNode
    placeholder?: string
    wide?: boolean
  },
) {
  const { plan, field } = props
  const id = `plan-${field}`
  const problem = problemOf(props.problems, field)
  return (
    <PlanField id={id} title={props.title} about={props.about} problem={problem}>
      <input
        id={id}
        type="text"
        inputMode={props.wide ? 'text' : 'decimal'}
        autoComplete="off"
        spellCheck={false}
        aria-describedby={`${id}-about`}
        aria-invalid={problem !== undefined}
        placeholder={props.placeholder}
        value={plan[field]}
        onChange={(event) => props.onChange({ ...plan, [field]: event.target.value })}
        className={`field ${props.wide ? 'max-w-xl' : 'max-w-32'}`}
      />
    </PlanField>
  )
}

export function problemOf(problems: readonly FieldProblem[], field: keyof PlanDraft): string | undefined {
  return problems.find((problem) => problem.factor === undefined && problem.field === field)?.message
}

interface PlanChoiceProps<Choice extends string> {
  readonly id: string
  /** Of the choices that are offered. */
  readonly words: Readonly<Partial<Record<Choice, string>>>
  readonly chosen: Choice
  readonly onChoose: (choice: Choice) => void
}

/** A few options side by side; the field's title names the group. */
export function PlanChoice<Choice extends string>({ id, words, chosen, onChoose }: PlanChoiceProps<Choice>) {
  return (
    <div
      role="radiogroup"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-about`}
      className="inline-flex max-w-full flex-wrap overflow-hidden rounded-md border border-line-strong bg-surface"
    >
      {(Object.keys(words) as Choice[]).map((choice) => (
        <Segment
          key={choice}
          group={id}
          value={choice}
          label={words[choice] ?? choice}
          chosen={chosen === choice}
          onChoose={() => onChoose(choice)}
        />
      ))}
    </div>
  )
}
