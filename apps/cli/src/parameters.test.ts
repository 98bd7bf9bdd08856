import { describe, expect, it } from 'vitest'
import { parametersFromSettings, readValue, type ValueSchema } from './parameters.ts'

const schemas: Record<string, ValueSchema> = {
  target_column: { type: 'string' },
  cv_splits: { type: 'integer' },
  train_test_split: { type: 'number' },
  standardize: { type: 'boolean' },
  feature_columns: { type: 'array', items: { type: 'string' } },
  bounds: { type: 'object' },
}

describe('values given as text', () => {
  it.each<[string, ValueSchema, unknown]>([
    ['0.2', { type: 'number' }, 0.2],
    ['-1e-3', { type: 'number' }, -0.001],
    ['5', { type: 'integer' }, 5],
    ['yes', { type: 'boolean' }, true],
    ['False', { type: 'boolean' }, false],
    ['水, セメント', { type: 'array', items: { type: 'string' } }, ['水', 'セメント']],
    ['1,2.5', { type: 'array', items: { type: 'number' } }, [1, 2.5]],
    ['["a,b","c"]', { type: 'array', items: { type: 'string' } }, ['a,b', 'c']],
    ['[A],[B]', { type: 'array', items: { type: 'string' } }, ['[A]', '[B]']],
    ['', { type: 'array', items: { type: 'string' } }, []],
    ['{"x":[0,1]}', { type: 'object' }, { x: [0, 1] }],
    ['ridge', { enum: ['ols', 'ridge'] }, 'ridge'],
    ['12', { type: 'string' }, '12'],
    ['12', { anyOf: [{ type: 'string' }, { type: 'number' }] }, 12],
    ['auto', { anyOf: [{ type: 'number' }, { const: 'auto' }] }, 'auto'],
    ['null', { anyOf: [{ type: 'string' }, { type: 'null' }] }, null],
    ['a', { type: ['number', 'string'] }, 'a'],
  ])('%s is read as %j asks for', (text, schema, value) => {
    expect(readValue(text, schema)).toEqual({ value })
  })

  it.each<[string, ValueSchema, string]>([
    ['abc', { type: 'number' }, '"abc" is not a number'],
    ['', { type: 'number' }, '"" is not a number'],
    ['Infinity', { type: 'number' }, '"Infinity" is not a number'],
    ['2.5', { type: 'integer' }, '"2.5" is not a whole number'],
    ['maybe', { type: 'boolean' }, '"maybe" is neither true nor false'],
    ['1,x', { type: 'array', items: { type: 'number' } }, '"x" is not a number'],
    ['{x', { type: 'object' }, '"{x" is not JSON'],
    ['lars', { enum: ['ols', 'ridge'] }, '"lars" is none of ols, ridge'],
  ])('%s does not fit %j, and the problem says why', (text, schema, problem) => {
    expect(readValue(text, schema)).toEqual({ problem })
  })
})

describe('--set', () => {
  it('splits at the first equals sign only, so that a value may hold one', () => {
    expect(parametersFromSettings(['target_column=a=b'], schemas)).toEqual({ target_column: 'a=b' })
  })

  it('keeps the text of a name that the analysis does not have, which refuses it by name', () => {
    expect(parametersFromSettings(['unheard=1', 'constructor=2'], schemas)).toEqual({ unheard: '1', constructor: '2' })
  })

  it.each([
    [['target_column'], 'option_invalid'],
    [['=strength'], 'option_invalid'],
    [['cv_splits=5', 'cv_splits=6'], 'option_invalid'],
    [['cv_splits=many'], 'parameter_invalid'],
  ])('%j is refused with %s', (settings, code) => {
    expect(() => parametersFromSettings(settings, schemas)).toThrow(expect.objectContaining({ code }))
  })
})
