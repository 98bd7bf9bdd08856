/** "0.00sec", read as zerosec: the point in the accent colour, the unit in grey, as on a stopwatch. */
export function Wordmark() {
  return (
    <span className="inline-flex items-baseline gap-2.5">
      <span className="sr-only">zerosec, new analysis</span>
      <span aria-hidden className="font-mono text-lg font-medium tracking-tight">
        0<span className="text-accent">.</span>00<span className="text-ink-faint">sec</span>
      </span>
    </span>
  )
}
