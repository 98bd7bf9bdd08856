import type { ModelSignature } from '@zerosec/contract'
import { expect, it } from 'vitest'
import { signatureDifferences } from './signature.ts'

const BEFORE: ModelSignature = {
  inputs: [
    { name: 'temperature', kind: 'number', unit: '°C', low: 0, high: 1 },
    { name: 'solvent', kind: 'category', levels: ['A', 'B'] },
  ],
  output: { name: 'yield', kind: 'number', unit: '%' },
}
const [TEMPERATURE, SOLVENT] = BEFORE.inputs as [ModelSignature['inputs'][number], ModelSignature['inputs'][number]]

it.each<[string, ModelSignature, string[]]>([
  [
    'another range and one level more',
    {
      ...BEFORE,
      inputs: [
        { ...TEMPERATURE, high: 9 },
        { ...SOLVENT, levels: ['A', 'B', 'C'] },
      ],
    },
    [],
  ],
  ['columns in another order', { ...BEFORE, inputs: [SOLVENT, TEMPERATURE] }, []],
  ['a column less', { ...BEFORE, inputs: [SOLVENT] }, ['it does not read "temperature"']],
  ['a column more', { ...BEFORE, inputs: [...BEFORE.inputs, { name: 'time', kind: 'number' }] }, ['it needs "time"']],
  ['another unit', { ...BEFORE, inputs: [{ ...TEMPERATURE, unit: 'K' }, SOLVENT] }, ['"temperature" is in K, not °C']],
  [
    'another kind',
    { ...BEFORE, inputs: [TEMPERATURE, { name: 'solvent', kind: 'text' }] },
    ['"solvent" is a text, not a category'],
  ],
  ['a lost level', { ...BEFORE, inputs: [TEMPERATURE, { ...SOLVENT, levels: ['A'] }] }, ['"solvent" has no level B']],
  ['another target', { ...BEFORE, output: { ...BEFORE.output, name: 'cost' } }, ['it predicts "cost", not "yield"']],
])('%s', (_, after, differences) => {
  expect(signatureDifferences(BEFORE, after)).toEqual(differences)
})
