import { expect, test } from 'vitest'
import { queryWithSettings, settingsOfAddress } from './address-settings.ts'
import { formInputs, startSettings } from './form-input.ts'

const INPUTS = formInputs([
  {
    inputs: [
      { kind: 'number', name: '温度', unit: '°C', low: 20, high: 80 },
      { kind: 'category', name: 'solvent', levels: ['a,b', 'c&d', '3'] },
      { kind: 'boolean', name: 'stirred' },
    ],
    centre: [50, 'c&d', true],
  },
])

test('settings come back from an address as they were, and the start needs none', () => {
  const settings = { 温度: -12.5, solvent: 'a,b', stirred: false }
  const query = queryWithSettings(INPUTS, settings, '?id=7')
  expect(new URLSearchParams(query).get('id')).toBe('7')
  expect(settingsOfAddress(INPUTS, query)).toEqual(settings)
  expect(queryWithSettings(INPUTS, startSettings(INPUTS), query)).toBe('?id=7')
})

test.each([
  ['?id=7', {}],
  ['?at=60&at=3', {}],
  ['?at=warm&at=3&at=true', { solvent: '3', stirred: true }],
  ['?at=&at=unheard&at=true', { 温度: null, solvent: 'unheard', stirred: true }],
])('of the address %s what can be read is taken', (query, settings) => {
  expect(settingsOfAddress(INPUTS, query)).toEqual(settings)
})
