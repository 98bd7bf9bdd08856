'use client'

import { type CalculatorBlock, type CalculatorValues, evaluateCalculator, startValues } from '@zerosec/report'
import { useState } from 'react'
import { Button } from '../controls/button.tsx'
import { CalculatorInputRow } from './calculator-input-row.tsx'
import { PredictionPanel } from './prediction-panel.tsx'

/** Change the factors, see the prediction and its interval move. */
export function Calculator({ block }: { block: CalculatorBlock }) {
  const [values, setValues] = useState<CalculatorValues>(() => startValues(block))
  const result = evaluateCalculator(block, values)
  const change = (name: string, value: number | string) => setValues((before) => ({ ...before, [name]: value }))
  return (
    <section
      aria-label={block.title}
      data-testid="calculator"
      className="flex flex-col rounded-lg border border-line bg-surface md:grid md:grid-cols-[minmax(0,1fr)_minmax(0,19rem)]"
    >
      <div className="px-4 py-3">
        <div className="flex items-center justify-between">
          <h3 className="text-base">{block.title}</h3>
          <Button look="quiet" className="min-h-8 px-2.5 py-1" onClick={() => setValues(startValues(block))}>
            Reset
          </Button>
        </div>
        <div className="mt-2 divide-y divide-line">
          {block.inputs.map((input) => (
            <CalculatorInputRow
              key={input.name}
              input={input}
              value={values[input.name] ?? input.start}
              outside={result.outside.includes(input.name)}
              onChange={(value) => change(input.name, value)}
            />
          ))}
        </div>
      </div>
      <PredictionPanel block={block} result={result} />
    </section>
  )
}
