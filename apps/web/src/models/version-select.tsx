import type { ModelDetail } from '@zerosec/contract'

interface VersionSelectProps {
  readonly model: ModelDetail
  readonly chosen: number
  readonly onChoose: (version: number) => void
  /** Of the field, whose label is beside it; left out where `label` is given. */
  readonly id?: string
  readonly label?: string
}

/** One of a model's versions, each with its aliases. */
export function VersionSelect({ model, chosen, onChoose, id, label }: VersionSelectProps) {
  return (
    <select
      id={id}
      aria-label={label}
      value={chosen}
      onChange={(event) => onChoose(Number(event.target.value))}
      className="field min-h-8 w-auto py-0.5 text-sm"
    >
      {model.version_list.map(({ version, aliases }) => (
        <option key={version} value={version}>
          {[`v${version}`, ...aliases].join(', ')}
        </option>
      ))}
    </select>
  )
}
