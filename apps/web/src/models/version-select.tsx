import type { ModelDetail } from '@zerosec/contract'

interface VersionSelectProps {
  readonly model: ModelDetail
  readonly chosen: number
  readonly onChoose: (version: number) => void
  /** Left out where a label stands around it. */
  readonly label?: string
}

/** One of a model's versions, each with its aliases. */
export function VersionSelect({ model, chosen, onChoose, label }: VersionSelectProps) {
  return (
    <select
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
