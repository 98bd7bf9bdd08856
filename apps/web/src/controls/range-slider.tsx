import { Slider } from 'radix-ui'

interface RangeSliderProps {
  readonly name: string
  readonly value: number
  readonly min: number
  readonly max: number
  readonly step: number
  /** Where the data are: the thick part of the track. */
  readonly low: number
  readonly high: number
  /** The value is one to be careful with. */
  readonly isDoubtful: boolean
  readonly onChange: (value: number) => void
  readonly className?: string
  readonly trackClassName?: string
  readonly thumbClassName?: string
}

/** A number on a line that also shows where the data are. */
export function RangeSlider(props: RangeSliderProps) {
  const { name, value, min, max, step, low, high, isDoubtful, onChange } = props
  const { className = '', trackClassName = '', thumbClassName = '' } = props
  const at = (place: number) => `${((place - min) / (max - min)) * 100}%`
  return (
    <Slider.Root
      min={min}
      max={max}
      step={step}
      value={[Math.min(max, Math.max(min, value))]}
      onValueChange={([next]) => next !== undefined && onChange(Number(next.toPrecision(12)))}
      className={`relative flex touch-none items-center select-none ${className}`}
    >
      <Slider.Track className={`relative h-px grow bg-line-strong ${trackClassName}`}>
        <span
          className="absolute -top-0.5 h-1 rounded-full bg-line-strong"
          style={{ left: at(low), right: `calc(100% - ${at(high)})` }}
        />
      </Slider.Track>
      <Slider.Thumb
        aria-label={name}
        className={`block size-4 rounded-full border-2 bg-surface ${isDoubtful ? 'border-caution' : 'border-accent'} ${thumbClassName}`}
      />
    </Slider.Root>
  )
}
