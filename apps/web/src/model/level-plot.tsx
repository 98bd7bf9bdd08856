import { formatShort } from '../numbers/format.ts'
import { type AxisRange, ticksOf } from './axis-range.ts'
import { type LevelFormInput, levelCell, type Settings } from './form-input.ts'
import type { Curve } from './model-messages.ts'
import { PlotFrame } from './plot-frame.tsx'

interface LevelPlotProps {
  readonly input: LevelFormInput
  readonly cell: Settings[string]
  readonly curve: Curve | null
  readonly range: AxisRange | null
  readonly height: string
  readonly onPick: (cell: Settings[string]) => void
}

/** A response for each level of a factor, with its interval. For the pointer only: keyboards have the list above. */
export function LevelPlot({ input, cell, curve, range, height, onPick }: LevelPlotProps) {
  const { levels } = input
  const down = (value: number) => (range === null ? 50 : 100 * (1 - (value - range.low) / (range.high - range.low)))
  const chosen = levels.indexOf(String(cell))
  return (
    <PlotFrame range={range} height={height} isDim={curve === null}>
      <svg viewBox="0 0 100 100" preserveAspectRatio="none" className="absolute inset-0 size-full">
        {range &&
          ticksOf(range).map((tick) => (
            <path key={tick} d={`M0 ${down(tick)}H100`} className="stroke-line" vectorEffect="non-scaling-stroke" />
          ))}
      </svg>
      <div className="absolute inset-0 flex">
        {levels.map((level, k) => (
          <div
            key={level}
            title={titleOf(level, k, curve)}
            onPointerUp={() => onPick(levelCell(input, level))}
            className={`relative min-w-0 flex-1 cursor-pointer hover:bg-sunken/60 ${k === chosen ? 'bg-accent-soft' : ''}`}
          >
            {curve && range && <LevelMarks curve={curve} place={k} down={down} isChosen={k === chosen} />}
          </div>
        ))}
      </div>
    </PlotFrame>
  )
}

/** The names of the levels below the pictures of a card, where they have room. */
export function LevelAxis({
  input,
  cell,
  isEnlarged,
}: Pick<LevelPlotProps, 'input' | 'cell'> & { isEnlarged: boolean }) {
  const { levels } = input
  return (
    <div aria-hidden className="ml-9 flex h-7 items-start pt-0.5">
      {levels.length <= (isEnlarged ? MOST_NAMED : FEW_NAMED) &&
        levels.map((level) => (
          <span
            key={level}
            className={`min-w-0 flex-1 truncate px-px text-center text-[0.625rem] ${level === String(cell) ? 'text-ink' : 'text-ink-faint'}`}
          >
            {level}
          </span>
        ))}
    </div>
  )
}

const FEW_NAMED = 8
const MOST_NAMED = 16

function LevelMarks({
  curve,
  place,
  down,
  isChosen,
}: {
  curve: Curve
  place: number
  down: (value: number) => number
  isChosen: boolean
}) {
  const { lines, band, isInside } = curve
  const [low, high] = [band?.low[place] ?? Number.NaN, band?.high[place] ?? Number.NaN]
  return (
    <>
      {!Number.isNaN(low) && (
        <span
          className="absolute left-1/2 w-1 -translate-x-1/2 rounded-full bg-accent opacity-30"
          style={{ top: `${down(high)}%`, height: `${down(low) - down(high)}%` }}
        />
      )}
      {lines.map(({ name, values }, k) =>
        Number.isNaN(values[place]!) ? null : (
          <span
            key={name}
            className={`absolute left-1/2 size-2 -translate-x-1/2 -translate-y-1/2 rounded-full border-2 ${
              lines.length > 1
                ? CLASS_DOTS[k % CLASS_DOTS.length]
                : isChosen
                  ? 'border-accent-strong bg-accent-strong'
                  : isInside[place]
                    ? 'border-accent bg-accent'
                    : 'border-accent bg-surface'
            }`}
            style={{ top: `${down(values[place]!)}%` }}
          />
        ),
      )}
    </>
  )
}

const CLASS_DOTS = [
  'border-class-1 bg-class-1',
  'border-class-2 bg-class-2',
  'border-class-3 bg-class-3',
  'border-class-4 bg-class-4',
  'border-class-5 bg-class-5',
  'border-class-6 bg-class-6',
]

function titleOf(level: string, place: number, curve: Curve | null): string {
  const value = curve?.lines.length === 1 ? curve.lines[0]?.values[place] : undefined
  return value === undefined || Number.isNaN(value) ? level : `${level}: ${formatShort(value)}`
}
