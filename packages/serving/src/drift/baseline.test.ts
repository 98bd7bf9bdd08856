import { applicabilityDomain, seededGenerator } from '@zerosec/engine'
import type { Model, ModelInput } from '@zerosec/model'
import { describe, expect, it } from 'vitest'
import { treesModel } from '../../test/stored-models.ts'
import { trainingBaseline } from './baseline.ts'

const INPUTS: readonly ModelInput[] = [
  { kind: 'category', name: 'machine', levels: ['M1', 'M2', 'M3'] },
  { kind: 'number', name: 'load', low: 0, high: 3 },
]

/** A model of these training rows. */
function trainedOn(columns: readonly Float64Array[], levels: readonly number[], inputs = INPUTS): Model {
  const rows = columns[0]!.length
  return { ...treesModel(1), inputs, domain: applicabilityDomain({ rows, columns, levels: Int32Array.from(levels) }) }
}

describe('the baseline of training rows', () => {
  it('has levels as often as the training rows, and cells that were missing', () => {
    const draw = seededGenerator(1)
    const machine = Float64Array.from({ length: 3000 }, (_, i) => (i % 10 === 0 ? Number.NaN : i % 7 === 0 ? 1 : 0))
    const load = Float64Array.from({ length: 3000 }, () => 3 * draw.uniform())
    const known = machine.filter((code) => !Number.isNaN(code))
    const ones = known.filter((code) => code === 1).length
    expect(trainingBaseline(trainedOn([machine, load], [3, 0]))).toMatchObject({
      source: 'training',
      rows: 2000,
      inputs: [{ levels: ['M1', 'M2', 'M3'], counts: [known.length - ones, ones, 0, 0], missing: 300 }, {}],
      output: null,
    })
  })

  it.each([300, 30_000])('is none of %i rows that repeat few combinations: the domain keeps each once', (rows) => {
    const machine = Float64Array.from({ length: rows }, (_, i) => (i % 20 === 0 ? 2 : i % 10 === 0 ? 1 : 0))
    const load = Float64Array.from({ length: rows }, (_, i) => (machine[i] === 0 ? 1 : (i / rows) * 3))
    expect(trainingBaseline(trainedOn([machine, load], [3, 0]))).toBeUndefined()
  })

  it('has equal values in one bin, whatever their scaling does to the last digit', () => {
    const draw = seededGenerator(2)
    const steps = [0.1, 0.3, 0.7, 1.1, 1.9, 2.3, 2.9]
    const load = Float64Array.from({ length: 900 }, () => steps[draw.integer(7)]!)
    const other = Float64Array.from({ length: 900 }, () => draw.uniform())
    const inputs: ModelInput[] = [INPUTS[1]!, { kind: 'number', name: 'other', low: 0, high: 1 }]
    const found = trainingBaseline(trainedOn([load, other], [0, 0], inputs))
    expect(found?.inputs[0]).toMatchObject({ edges: [expect.closeTo(0.1, 12), ...steps] })
  })

  it('knows of a column that never varied', () => {
    const constant = new Float64Array(40).fill(7)
    const load = Float64Array.from({ length: 40 }, (_, i) => i / 13)
    const inputs: ModelInput[] = [{ kind: 'number', name: 'constant', low: 7, high: 7 }, INPUTS[1]!]
    const found = trainingBaseline(trainedOn([constant, load], [0, 0], inputs))
    expect(found?.inputs[0]).toMatchObject({ counts: [0, 40, 0], missing: 0 })
  })
})
