import { type InputCell, type InputRecord, type OpenedModel, openModel, type Prediction } from '@zerosec/model'
import { centralRow } from './central-row.ts'
import type { Curve, InputFacts, ModelAnswer, ModelCall, ModelFacts } from './model-messages.ts'

/** Answers the calls on one model, which the first of them opens. */
export function modelAnswerer(): (call: ModelCall) => ModelAnswer {
  let opened: OpenedModel | null = null
  const answer = (call: ModelCall): ModelAnswer => {
    if (call.kind === 'open') {
      // the page shows the inputs of all responses, of which a model may read only some
      opened = openModel(call.bytes, { otherColumns: 'ignore' })
      return { kind: 'opened', facts: factsOf(opened) }
    }
    if (opened === null) throw new RangeError('the model was not opened')
    if (call.kind === 'predict') return { kind: 'predicted', predictions: opened.predict(call.records) }
    const { record, input, cells } = call
    const records = cells.map((cell): InputRecord => ({ ...record, [input]: cell }))
    return { kind: 'swept', curve: curveOf(cells, opened.predict(records), opened.model.target.classes) }
  }
  return (call) => {
    try {
      return answer(call)
    } catch (error) {
      return { kind: 'failed', message: error instanceof Error ? error.message : String(error) }
    }
  }
}

function factsOf({ model }: OpenedModel): ModelFacts {
  const { target, inputs, training } = model
  const known = inputs.map((input): InputFacts => (input.kind === 'text' ? { kind: 'text', name: input.name } : input))
  return {
    target,
    inputs: known,
    centre: centralRow(model),
    trainingRows: training.rows,
    algorithm: training.algorithm,
  }
}

function curveOf(
  cells: readonly InputCell[],
  predictions: readonly Prediction[],
  classes: readonly string[] | undefined,
): Curve {
  const isInside = predictions.map(({ domain }) => domain === null || domain.verdict === 'inside')
  if (classes) {
    const shareOf = (name: string) => (each: Prediction) =>
      each.kind === 'class' ? (each.shares?.[name] ?? Number.NaN) : Number.NaN
    const lines = classes.map((name) => ({ name, values: Float64Array.from(predictions, shareOf(name)) }))
    return { cells, lines, band: null, isInside }
  }
  const numbers = predictions.filter((each) => each.kind === 'number')
  const values = Float64Array.from(numbers, ({ value }) => value ?? Number.NaN)
  const hasBand = numbers.some(({ interval }) => interval !== null)
  const band = hasBand && {
    low: Float64Array.from(numbers, ({ interval }) => interval?.low ?? Number.NaN),
    high: Float64Array.from(numbers, ({ interval }) => interval?.high ?? Number.NaN),
  }
  return { cells, lines: [{ name: '', values }], band: band || null, isInside }
}
