import { type CalculatorBlock, type CalculatorResult, evaluateCalculator, startValues } from '@zerosec/report'
import { useMemo } from 'react'

/** The predictions that the inputs' ranges can reach, one factor at a time from the start: a scale that stays put. */
function scaleOf(block: CalculatorBlock): readonly [number, number] {
  const start = startValues(block)
  const reached = block.inputs.flatMap((input) => {
    const ends = input.kind === 'number' ? [input.low, input.high] : input.levels
    return ends.map((end) => {
      const { predictionLow, predictionHigh } = evaluateCalculator(block, { ...start, [input.name]: end })
      return [predictionLow, predictionHigh] as const
    })
  })
  const low = Math.min(...reached.map(([end]) => end))
  const high = Math.max(...reached.map(([, end]) => end))
  return high > low ? [low, high] : [low - 1, high + 1]
}

/** The prediction as a point on a ruler, within the interval of the mean, within that of a new measurement. */
export function IntervalBar({ block, result }: { block: CalculatorBlock; result: CalculatorResult }) {
  const [low, high] = useMemo(() => scaleOf(block), [block])
  const at = (value: number) => Math.min(100, Math.max(0, ((value - low) / (high - low)) * 100))
  const span = (from: number, to: number) => ({ left: `${at(from)}%`, width: `${at(to) - at(from)}%` })
  const { confidenceLow, confidenceHigh } = result
  return (
    <div aria-hidden className="mt-4">
      <div className="relative h-5">
        <span
          className="absolute top-2 h-1 rounded-full bg-accent opacity-30"
          style={span(result.predictionLow, result.predictionHigh)}
        />
        {confidenceLow !== null && confidenceHigh !== null && (
          <span
            className="absolute top-1.5 h-2 rounded-full bg-accent opacity-60"
            style={span(confidenceLow, confidenceHigh)}
          />
        )}
        <span
          className="absolute top-0 h-5 w-0.5 -translate-x-1/2 rounded-full bg-accent-strong"
          style={{ left: `${at(result.prediction)}%` }}
        />
      </div>
      <div className="ruler" />
    </div>
  )
}
