import type { Objective, ProjectSummary } from '@zerosec/contract'
import { typedNumber, typedNumberProblem } from '../numbers/typed-number.ts'

/** A project as it stands in its form: numbers are texts until it is sent. */
export interface ProjectDraft {
  readonly name: string
  readonly description: string
  readonly objectives: readonly ObjectiveDraft[]
}

export interface ObjectiveDraft {
  readonly id: number
  readonly column: string
  readonly goal: Objective['goal']
  readonly target: string
  readonly low: string
  readonly high: string
}

export interface ProjectText {
  readonly name: string
  readonly description: string
  readonly objectives: Objective[]
}

let lastId = 0

export function emptyObjective(): ObjectiveDraft {
  lastId += 1
  return { id: lastId, column: '', goal: 'maximise', target: '', low: '', high: '' }
}

export function draftOf(project?: Pick<ProjectSummary, 'name' | 'description' | 'objectives'>): ProjectDraft {
  if (!project) return { name: '', description: '', objectives: [emptyObjective()] }
  const objectives = project.objectives.map(({ column, goal, target, low, high }) => ({
    ...emptyObjective(),
    column,
    goal,
    target: String(target ?? ''),
    low: String(low ?? ''),
    high: String(high ?? ''),
  }))
  return { name: project.name, description: project.description, objectives }
}

/** The project of a draft, or what is wrong with it first. An objective without a column is not there. */
export function readDraft(draft: ProjectDraft): ProjectText | { readonly problem: string } {
  const name = draft.name.trim()
  if (name === '') return { problem: 'Give the project a name.' }
  const objectives: Objective[] = []
  for (const one of draft.objectives.filter(({ column }) => column.trim() !== '')) {
    const objective = readObjective(one)
    if ('problem' in objective) return objective
    if (objectives.some(({ column }) => column === objective.column)) {
      return { problem: `${objective.column} stands there twice.` }
    }
    objectives.push(objective)
  }
  return { name, description: draft.description.trim(), objectives }
}

function readObjective({ column: typed, goal, ...texts }: ObjectiveDraft): Objective | { readonly problem: string } {
  const column = typed.trim()
  const needed = goal === 'target' ? [texts.target] : goal === 'range' ? [texts.low, texts.high] : []
  const unread = needed.find((text) => text.trim() !== '' && typedNumber(text) === null)
  if (unread !== undefined) return { problem: `${column}: ${typedNumberProblem(unread)}.` }
  if (goal === 'target') {
    const target = typedNumber(texts.target)
    return target === null
      ? { problem: `${column}: type the value that it is to be close to.` }
      : { column, goal, target }
  }
  if (goal !== 'range') return { column, goal }
  const [low, high] = [typedNumber(texts.low), typedNumber(texts.high)]
  if (low === null || high === null) return { problem: `${column}: type both ends of the range.` }
  return low > high ? { problem: `${column}: the range begins above its end.` } : { column, goal, low, high }
}
