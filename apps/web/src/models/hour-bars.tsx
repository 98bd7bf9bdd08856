const [WIDTH, HEIGHT] = [168, 28]
/** An hour that had a row is seen, however busy another one was. */
const LEAST = 2

/** Counts of hours beside each other; the numbers are in the text beside it. */
export function HourBars({ counts, largest }: { counts: readonly number[]; largest: number }) {
  const step = WIDTH / counts.length
  const bars = counts.flatMap((count, hour) => {
    const height = count === 0 ? 0 : Math.max(LEAST, (HEIGHT * count) / largest)
    return count === 0 ? [] : [`M${hour * step} ${HEIGHT}v${-height}h${step * 0.8}v${height}z`]
  })
  return (
    <svg aria-hidden viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" className="block h-7 w-full">
      <path d={bars.join('')} className="fill-accent" />
      <path d={`M0 ${HEIGHT - 0.5}H${WIDTH}`} className="stroke-line-strong" strokeWidth="1" />
    </svg>
  )
}
