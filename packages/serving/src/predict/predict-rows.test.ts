import { CodedError } from '@zerosec/errors'
import { encodeModel } from '@zerosec/model'
import { describe, expect, it } from 'vitest'
import { sampleModel, sampleTrees } from '../../../model/test/sample-models.ts'
import { factsFor, treesModel } from '../../test/stored-models.ts'
import { LoadedModel } from './loaded-model.ts'
import { predictRows, type RowOutcome } from './predict-rows.ts'

const ROW = { temperature: 5, '圧力 "P"': 0.5, solvent: 'S3', stirred: true }

function loadedOf(model = treesModel(1)): LoadedModel {
  return new LoadedModel(factsFor(model), encodeModel(model))
}

/** How a row was refused; undefined: it was not. */
function refusal(outcome: RowOutcome | undefined): CodedError | undefined {
  return outcome && 'error' in outcome ? outcome.error : undefined
}

describe('a batch', () => {
  it('has a bad row fail alone, by its number', async () => {
    const rows = [ROW, { ...ROW, temperature: Infinity }, { ...ROW, colour: 'red' }, { temperature: 1 }, ROW]
    const outcomes = await predictRows(loadedOf(), rows, {})
    expect(outcomes.map((outcome) => refusal(outcome)?.code)).toEqual([
      undefined,
      'model_input_invalid',
      'model_inputs_unknown',
      'model_inputs_missing',
      undefined,
    ])
    expect(refusal(outcomes[1])?.details.row).toBe(2)
  })

  it('hides a fault of ours in its row, and keeps the cause for the log', async () => {
    const row = Object.defineProperty({ ...ROW }, 'temperature', {
      enumerable: true,
      get: () => {
        throw new RangeError('out of memory')
      },
    })
    const [first, second] = await predictRows(loadedOf(), [ROW, row], {})
    expect(refusal(first)).toBeUndefined()
    expect(refusal(second)).toMatchObject({ code: 'internal', cause: new RangeError('out of memory') })
  })
})

describe('a level', () => {
  const classes = sampleModel(
    { kind: 'trees', ensemble: sampleTrees('logistic'), link: 'logistic' },
    { target: { name: 'quality', classes: ['OK', 'NG'] }, interval: null },
  )

  it.each<[string, LoadedModel, number, string]>([
    ['that the model lacks', loadedOf(), 0.33, 'the interval of the model has'],
    ['of a model without intervals', loadedOf({ ...treesModel(1), interval: null }), 0.9, 'the model has no interval'],
    ['of a model of classes', loadedOf(classes), 0.9, 'the model gives classes'],
  ])('%s is refused, not left out', async (_, loaded, level, problem) => {
    const refused = predictRows(loaded, [ROW], { level })
    await expect(refused).rejects.toBeInstanceOf(CodedError)
    await expect(refused).rejects.toThrow(problem)
  })
})
