import type { CalculatorBlock, CalculatorResult } from '@zerosec/report'
import { Icon } from '../controls/icon.tsx'
import { formatNumber } from '../numbers/format.ts'
import { IntervalBar } from './interval-bar.tsx'

/** What the model predicts for the chosen factors, and how sure it is. */
export function PredictionPanel({ block, result }: { block: CalculatorBlock; result: CalculatorResult }) {
  const { prediction, predictionLow, predictionHigh, confidenceLow, confidenceHigh, outside } = result
  const percent = formatNumber(block.confidence * 100, 3)
  return (
    <div className="order-first border-line bg-sunken max-md:sticky max-md:top-14 max-md:z-10 max-md:border-b md:order-none md:border-l">
      <div className="px-5 py-4 md:sticky md:top-16">
        <p className="text-sm text-ink-soft">Predicted {block.response.name}</p>
        <output className="mt-1 block text-3xl font-medium tracking-tight" data-testid="prediction">
          {formatNumber(prediction)}
          {block.response.unit && <span className="ml-2 text-base text-ink-faint">{block.response.unit}</span>}
        </output>
        <IntervalBar block={block} result={result} />
        <dl className="mt-3 grid gap-x-4 gap-y-1.5 text-sm max-md:grid-cols-2">
          <div>
            <dt className="text-ink-soft">One new measurement, {percent} %</dt>
            <dd className="font-mono text-[0.8125rem]">
              {formatNumber(predictionLow)} to {formatNumber(predictionHigh)}
            </dd>
          </div>
          {confidenceLow !== null && confidenceHigh !== null && (
            <div>
              <dt className="text-ink-soft">The mean, {percent} %</dt>
              <dd className="font-mono text-[0.8125rem]">
                {formatNumber(confidenceLow)} to {formatNumber(confidenceHigh)}
              </dd>
            </div>
          )}
        </dl>
        <p role="status" className="mt-3 flex gap-2 text-sm text-caution empty:hidden md:min-h-10">
          {outside.length > 0 && (
            <>
              <Icon name="caution" className="mt-0.5" />
              <span>Outside the data in {outside.join(', ')}: the model has never seen this.</span>
            </>
          )}
        </p>
      </div>
    </div>
  )
}
