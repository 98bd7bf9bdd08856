import type { ModelInputView, ModelSignature } from '@zerosec/contract'
import { expect, test } from 'vitest'
import { signatureChanges } from './signature-changes.ts'

const LOAD: ModelInputView = { name: 'load', kind: 'number', unit: 'N', low: 10, high: 50 }
const MATERIAL: ModelInputView = { name: 'material', kind: 'category', levels: ['steel', 'brass'] }

function signature(...inputs: ModelInputView[]): ModelSignature {
  return { inputs, output: { name: 'wear', kind: 'number', unit: 'µm' } }
}

test.each([
  ['another range is told and breaks nothing', [{ ...LOAD, high: 60 }, MATERIAL], ['load', false]],
  ['a level more breaks nothing', [LOAD, { ...MATERIAL, levels: ['steel', 'brass', 'copper'] }], ['material', false]],
  ['a level less breaks', [LOAD, { ...MATERIAL, levels: ['steel'] }], ['material', true]],
  ['another unit breaks', [{ ...LOAD, unit: 'kN' }, MATERIAL], ['load', true]],
  ['another kind breaks', [{ name: 'load', kind: 'text' }, MATERIAL], ['load', true]],
  ['a column more breaks', [LOAD, MATERIAL, { name: 'speed', kind: 'text' }], ['speed', true]],
  ['a column less breaks', [LOAD], ['material', true]],
] as const)('%s', (_, inputs, change) => {
  const changes = signatureChanges(signature(LOAD, MATERIAL), signature(...(inputs as readonly ModelInputView[])))
  expect(changes.map(({ column, breaks }) => [column, breaks])).toEqual([change])
})

test('the same signature has no changes, another output breaks', () => {
  const before = signature(LOAD)
  expect(signatureChanges(before, before)).toEqual([])
  const after: ModelSignature = { ...before, output: { name: 'wear', kind: 'class', classes: ['low', 'high'] } }
  expect(signatureChanges(before, after)).toEqual([
    { column: 'what it predicts', before: 'wear, µm', after: 'wear: low, high', breaks: true },
  ])
})
