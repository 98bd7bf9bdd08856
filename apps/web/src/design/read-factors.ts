import type { FactorDescription } from '@zerosec/analyses/plan'
import { typedNumber, typedNumberProblem } from '../numbers/typed-number.ts'
import type { FactorDraft, PlanDraft } from './plan-draft.ts'
import { typedNumbers, typedTexts } from './typed-values.ts'

/** What is wrong with what was typed; `factor` is the id of its row, none for the plan's own fields. */
export interface FieldProblem {
  readonly factor?: number
  readonly field: keyof FactorDraft | keyof PlanDraft
  readonly message: string
}

export interface FactorsReading {
  readonly descriptions: readonly FactorDescription[]
  readonly problems: readonly FieldProblem[]
}

/** The name of the group to which every mixture component of a plan belongs. */
const MIXTURE = 'mixture'

/** Rows that are still empty are passed over. */
export function readFactors(drafts: readonly FactorDraft[]): FactorsReading {
  const readings = drafts.filter(isBegun).map((draft) => readFactor(draft))
  return {
    descriptions: readings.map(({ description }) => description),
    problems: [...readings.flatMap(({ problems }) => problems), ...repeatedNames(drafts)],
  }
}

export function isBegun({ name, low, high, levels }: FactorDraft): boolean {
  return [name, low, high, levels].some((text) => text.trim() !== '')
}

function repeatedNames(drafts: readonly FactorDraft[]): FieldProblem[] {
  const names = drafts.map(({ name }) => name.trim())
  return drafts.flatMap(({ id }, index) =>
    names[index] !== '' && names.indexOf(names[index]!) < index
      ? [{ factor: id, field: 'name' as const, message: `${names[index]} is there twice. Rename one of them.` }]
      : [],
  )
}

function readFactor(draft: FactorDraft): { description: FactorDescription; problems: FieldProblem[] } {
  const problems: FieldProblem[] = []
  const refuse = (field: keyof FactorDraft, message: string) => problems.push({ factor: draft.id, field, message })
  const number = (field: NumberField): number => {
    const value = typedNumber(draft[field])
    if (value !== null) return value
    refuse(field, draft[field].trim() === '' ? 'Type a number.' : `${typedNumberProblem(draft[field])}.`)
    return Number.NaN
  }
  if (draft.name.trim() === '') refuse('name', 'Give the factor a name.')
  const name = draft.name.trim()
  const unit = draft.unit.trim() === '' ? {} : { unit: draft.unit.trim() }
  const described = (): FactorDescription => {
    switch (draft.type) {
      case 'continuous':
        return { name, type: 'continuous', ...readRange(number, refuse), ...unit }
      case 'discrete':
        return { name, type: 'discrete', levels: readNumbers(draft.levels, refuse), ...unit }
      case 'categorical':
      case 'block':
        return { name, type: draft.type, levels: readNames(draft.levels, refuse) }
      case 'mixture': {
        const step = draft.step.trim() === '' ? {} : { step: number('step') }
        const total = number('total')
        return { name, type: 'mixture', ...readRange(number, refuse), group: MIXTURE, total, ...step, ...unit }
      }
    }
  }
  return { description: described(), problems }
}

type NumberField = 'low' | 'high' | 'step' | 'total'
type Refuse = (field: keyof FactorDraft, message: string) => void

/** What is no number stays NaN: a description with problems goes nowhere. */
function readRange(number: (field: NumberField) => number, refuse: Refuse): { low: number; high: number } {
  const low = number('low')
  const high = number('high')
  if (low === high) refuse('high', 'Low and high are the same.')
  if (low > high) refuse('high', `High (${high}) is below low (${low}).`)
  return { low, high }
}

function readNumbers(text: string, refuse: Refuse): number[] {
  const levels = typedNumbers(text)
  if (text.trim() === '') refuse('levels', 'Type the settings, such as 60, 70, 80 or 60 to 90 by 10.')
  else if (levels === null) refuse('levels', `${unreadProblem(text)}Type numbers: 60, 70, 80 or 60 to 90 by 10.`)
  else refuseRepeated(levels, refuse)
  return (levels ?? []).toSorted((a, b) => a - b)
}

/** Of one among several; of a text that is no list at all nothing is to be said of its parts. */
function unreadProblem(text: string): string {
  const parts = typedTexts(text)
  const unread = parts.length > 1 ? parts.find((part) => typedNumber(part) === null) : undefined
  return unread === undefined ? '' : `${typedNumberProblem(unread)}. `
}

function readNames(text: string, refuse: Refuse): string[] {
  const levels = typedTexts(text)
  if (levels.length === 0) refuse('levels', 'Type the levels, such as A, B, C.')
  else refuseRepeated(levels, refuse)
  return levels
}

function refuseRepeated(levels: readonly (string | number)[], refuse: Refuse): void {
  const repeated = levels.find((level, index) => levels.indexOf(level) < index)
  if (repeated !== undefined) refuse('levels', `${repeated} is there twice.`)
  else if (levels.length < 2) refuse('levels', 'Two levels are needed at least.')
}

/** What is wrong with texts that were typed; fields that are still empty are not called wrong before the plan is asked for. */
export function visibleProblems(plan: PlanDraft, problems: readonly FieldProblem[]): FieldProblem[] {
  return problems.filter(({ factor, field }) => {
    const place = factor === undefined ? plan : plan.factors.find(({ id }) => id === factor)
    const text = (place as unknown as Record<string, unknown> | undefined)?.[field]
    return typeof text === 'string' && text.trim() !== ''
  })
}
