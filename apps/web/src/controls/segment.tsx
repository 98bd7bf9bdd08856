/** One of a few options that stand side by side; screen readers and the keyboard have a radio button. */
export function Segment(props: { group: string; label: string; value: string; chosen: boolean; onChoose: () => void }) {
  return (
    <label className="cursor-pointer border-line-strong px-3 py-1.5 text-sm transition-colors not-first:border-l hover:bg-sunken has-checked:bg-accent has-checked:text-on-accent has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent">
      <input
        type="radio"
        name={props.group}
        value={props.value}
        checked={props.chosen}
        onChange={props.onChoose}
        className="sr-only"
      />
      {props.label}
    </label>
  )
}
