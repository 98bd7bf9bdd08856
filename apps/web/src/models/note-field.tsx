interface NoteFieldProps {
  readonly label: string
  /** Where the words are kept. */
  readonly kept: string
  readonly longest: number
  readonly note: string
  readonly onChange: (note: string) => void
}

/** Words of one's own, for whoever reads the history later; they may be left out. */
export function NoteField({ label, kept, longest, note, onChange }: NoteFieldProps) {
  return (
    <label className="mt-4 block max-w-md text-sm">
      <span className="font-medium">{label}</span> <span className="text-ink-faint">(optional, kept {kept})</span>
      <input
        type="text"
        autoComplete="off"
        maxLength={longest}
        value={note}
        onChange={(event) => onChange(event.target.value)}
        className="field mt-1.5"
      />
    </label>
  )
}
