/** Where a number can't be made of the days that are marked: distinct customers, medians. It comes once the mark is let go. */
export function Waiting() {
  return (
    <span data-waiting className="font-normal text-ink-faint" title="Asked for once you let go">
      <span aria-hidden>···</span>
      <span className="sr-only">asked for once you let go</span>
    </span>
  )
}
