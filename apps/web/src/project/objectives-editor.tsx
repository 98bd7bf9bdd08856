import type { Objective } from '@zerosec/contract'
import { Button } from '../controls/button.tsx'
import { Icon } from '../controls/icon.tsx'
import { GOAL_WORDS } from './objective-words.ts'
import { emptyObjective, type ObjectiveDraft } from './project-draft.ts'

interface ObjectivesEditorProps {
  readonly objectives: readonly ObjectiveDraft[]
  readonly onChange: (objectives: readonly ObjectiveDraft[]) => void
}

const MOST_OBJECTIVES = 10

/** Which responses are wanted how. */
export function ObjectivesEditor({ objectives, onChange }: ObjectivesEditorProps) {
  const change = (id: number, changes: Partial<ObjectiveDraft>) =>
    onChange(objectives.map((one) => (one.id === id ? { ...one, ...changes } : one)))
  return (
    <fieldset>
      <legend className="font-medium">What is wanted</legend>
      <p className="mt-0.5 text-sm text-ink-soft">
        Responses by the names of their columns. Each round shows how far it came with them.
      </p>
      <ul className="mt-2 space-y-2">
        {objectives.map((objective, k) => (
          <ObjectiveRow
            key={objective.id}
            objective={objective}
            place={k + 1}
            onChange={(changes) => change(objective.id, changes)}
            onRemove={() => onChange(objectives.filter(({ id }) => id !== objective.id))}
          />
        ))}
      </ul>
      {objectives.length < MOST_OBJECTIVES && (
        <Button look="quiet" className="mt-2 -ml-3" onClick={() => onChange([...objectives, emptyObjective()])}>
          <Icon name="plus" /> Add a response
        </Button>
      )}
    </fieldset>
  )
}

interface ObjectiveRowProps {
  readonly objective: ObjectiveDraft
  readonly place: number
  readonly onChange: (changes: Partial<ObjectiveDraft>) => void
  readonly onRemove: () => void
}

function ObjectiveRow({ objective, place, onChange, onRemove }: ObjectiveRowProps) {
  const numbers = { target: ['target'], range: ['low', 'high'], maximise: [], minimise: [] } as const
  return (
    <li className="flex flex-wrap items-center gap-2">
      <input
        type="text"
        autoComplete="off"
        spellCheck={false}
        aria-label={`Response ${place}`}
        placeholder="column"
        value={objective.column}
        onChange={(event) => onChange({ column: event.target.value })}
        className="field min-w-40 flex-1"
      />
      <select
        aria-label={`Goal of response ${place}`}
        value={objective.goal}
        onChange={(event) => onChange({ goal: event.target.value as Objective['goal'] })}
        className="field w-52"
      >
        {Object.entries(GOAL_WORDS).map(([goal, words]) => (
          <option key={goal} value={goal}>
            {words}
          </option>
        ))}
      </select>
      {numbers[objective.goal].map((field) => (
        <input
          key={field}
          type="text"
          inputMode="decimal"
          autoComplete="off"
          aria-label={`${NUMBER_WORDS[field]} of response ${place}`}
          placeholder={NUMBER_WORDS[field].toLowerCase()}
          value={objective[field]}
          onChange={(event) => onChange({ [field]: event.target.value })}
          className="field w-24"
        />
      ))}
      <Button look="quiet" className="px-2" aria-label={`Remove response ${place}`} onClick={onRemove}>
        <Icon name="close" />
      </Button>
    </li>
  )
}

const NUMBER_WORDS = { target: 'Value', low: 'From', high: 'To' } as const
