import { Icon } from '../controls/icon.tsx'
import { formatInteger } from '../numbers/format.ts'
import type { RegistryOrder, RegistryShare, RegistryView } from './registry-order.ts'

interface RegistryToolsProps {
  readonly view: RegistryView
  readonly onView: (view: RegistryView) => void
  readonly found: number
  readonly all: number
}

const SHARES: readonly (readonly [RegistryShare, string])[] = [
  ['all', 'All models'],
  ['production', 'In production'],
  ['idle', 'Nothing in production'],
]
const ORDERS: readonly (readonly [RegistryOrder, string])[] = [
  ['name', 'By name'],
  ['changed', 'Last changed first'],
]

/** What is shown of many models, and in which order. */
export function RegistryTools({ view, onView, found, all }: RegistryToolsProps) {
  return (
    <div className="mt-5 flex flex-wrap items-center gap-3">
      <div className="relative min-w-52 flex-1 sm:max-w-xs">
        <Icon name="search" className="pointer-events-none absolute top-2.5 left-3 text-ink-faint" />
        <input
          type="search"
          aria-label="Search models"
          placeholder="Name, target or description"
          value={view.search}
          onChange={(event) => onView({ ...view, search: event.target.value })}
          className="field min-h-9 pl-9 text-sm"
        />
      </div>
      <Choice
        label="Which models"
        choices={SHARES}
        chosen={view.share}
        onChoose={(share) => onView({ ...view, share })}
      />
      <Choice label="Order" choices={ORDERS} chosen={view.order} onChoose={(order) => onView({ ...view, order })} />
      <p role="status" className="text-sm text-ink-faint sm:ml-auto">
        {found === all ? formatInteger(all) : `${formatInteger(found)} of ${formatInteger(all)}`} models
      </p>
    </div>
  )
}

interface ChoiceProps<Value extends string> {
  readonly label: string
  readonly choices: readonly (readonly [Value, string])[]
  readonly chosen: Value
  readonly onChoose: (value: Value) => void
}

function Choice<Value extends string>({ label, choices, chosen, onChoose }: ChoiceProps<Value>) {
  return (
    <select
      aria-label={label}
      value={chosen}
      onChange={(event) => onChoose(event.target.value as Value)}
      className="field min-h-9 w-auto py-1 text-sm"
    >
      {choices.map(([value, words]) => (
        <option key={value} value={value}>
          {words}
        </option>
      ))}
    </select>
  )
}
