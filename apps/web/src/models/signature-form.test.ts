import type { ModelSignature } from '@zerosec/contract'
import { expect, test } from 'vitest'
import { startSettings } from '../model/form-input.ts'
import { rowOf, signatureInputs } from './signature-form.ts'

const SIGNATURE: ModelSignature = {
  inputs: [
    { name: 'load', kind: 'number', unit: 'N', low: 10, high: 49.7 },
    { name: 'offset', kind: 'number', low: 1000.001, high: 1000.002 },
    { name: '材質', kind: 'category', levels: ['鋼A', '黄銅'] },
    { name: 'coated', kind: 'boolean' },
    { name: 'note', kind: 'text' },
    { name: 'load/speed', kind: 'number', low: 1, high: 90, derived_from: 'load/speed' },
  ],
  output: { name: 'wear', kind: 'number' },
}

test('the form begins with the example, else in the middle of each range, in few digits where they stay inside it', () => {
  const example = { load: 41.3, 材質: '黄銅', coated: true }
  expect(startSettings(signatureInputs({ signature: SIGNATURE, example }))).toMatchObject(example)
  expect(startSettings(signatureInputs({ signature: SIGNATURE, example: {} }))).toEqual({
    load: 29.9,
    offset: (1000.001 + 1000.002) / 2,
    材質: '鋼A',
    coated: false,
    note: '',
    'load/speed': null,
  })
})

test('a calculated input is sent only where someone gave it; another one that is empty is sent as missing', () => {
  const settings = { ...startSettings(signatureInputs({ signature: SIGNATURE, example: {} })), load: null }
  expect(rowOf(SIGNATURE, settings)).toEqual({
    load: null,
    offset: (1000.001 + 1000.002) / 2,
    材質: '鋼A',
    coated: false,
    note: '',
  })
  expect(rowOf(SIGNATURE, { ...settings, 'load/speed': 3 })['load/speed']).toBe(3)
})
