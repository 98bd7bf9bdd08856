/** A ruler that fills from the left. `fraction` null: under way, no one knows how far. */
export function ProgressBar({ fraction, label }: { fraction: number | null; label: string }) {
  const percent = fraction === null ? undefined : Math.round(fraction * 100)
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className="w-full"
    >
      <div className="h-1.5 overflow-hidden rounded-full bg-sunken">
        <div
          className={`h-full rounded-full bg-accent transition-[width] duration-300 ease-out ${
            percent === undefined ? 'w-1/3 animate-pulse' : ''
          }`}
          style={percent === undefined ? undefined : { width: `${percent}%` }}
        />
      </div>
      <div className="ruler mt-1" />
    </div>
  )
}
