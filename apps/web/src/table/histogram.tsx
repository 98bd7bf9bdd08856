/** The shape of a column in one line of bars. Counts are equal bins between minimum and maximum. */
export function Histogram({ counts, className = '' }: { counts: readonly number[]; className?: string }) {
  const largest = Math.max(1, ...counts)
  const width = 100 / Math.max(1, counts.length)
  return (
    <svg aria-hidden viewBox="0 0 100 24" preserveAspectRatio="none" className={`block h-6 w-full ${className}`}>
      {counts.map((count, bin) => {
        // A bin with one row among thousands still shows as a line.
        const height = count === 0 ? 0 : Math.max(1.2, (count / largest) * 23)
        return (
          <rect
            key={bin * width}
            x={bin * width + width * 0.06}
            y={23 - height}
            width={width * 0.88}
            height={height}
            className="fill-accent opacity-75"
          />
        )
      })}
      <line x1="0" x2="100" y1="23.5" y2="23.5" className="stroke-line-strong" strokeWidth="1" />
    </svg>
  )
}
