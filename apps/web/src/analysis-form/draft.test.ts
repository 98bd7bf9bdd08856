import { expect, test } from 'vitest'
import { draftOf, parameterValues } from './draft.ts'
import { readSchema } from './read-schema.ts'

const SCHEMA = {
  type: 'object',
  required: ['target_column', 'standardize'],
  properties: {
    target_column: { type: 'string', title: 'Response', description: 'What to explain', column: 'response' },
    feature_columns: { type: 'array', items: { type: 'string' }, default: [], column: 'factor' },
    standardize: { type: 'boolean', default: true },
    train_test_split: { type: 'number', minimum: 0, exclusiveMaximum: 1, default: 0.2 },
    cv_splits: { type: 'integer', minimum: 2, maximum: Number.MAX_SAFE_INTEGER, default: 5, advanced: true },
    terms: { anyOf: [{ type: 'string', enum: ['main', 'quadratic'] }, { type: 'string' }], default: 'main' },
    method: { type: 'string', enum: ['ols', 'ridge'], default: 'ols' },
    models: { type: 'array', items: { type: 'string', enum: ['forest', 'boosting'] }, default: ['forest'] },
    seed: { anyOf: [{ type: 'integer' }, { type: 'null' }], default: null },
    bounds: { type: 'object', additionalProperties: {}, default: {} },
    markers: { type: 'array', items: { type: 'string' }, default: [] },
    model: { type: 'string', file: 'model' },
    fronts: { type: 'array', items: { type: 'string' }, default: [], file: 'model' },
  },
}
const FIELDS = readSchema(SCHEMA)
const field = (name: string) => FIELDS.find((candidate) => candidate.name === name)

test('each part of a parameter schema gets the control that fits it', () => {
  expect(Object.fromEntries(FIELDS.map(({ name, control }) => [name, control.kind]))).toEqual({
    target_column: 'column',
    feature_columns: 'columns',
    standardize: 'switch',
    train_test_split: 'number',
    cv_splits: 'number',
    terms: 'choice',
    method: 'choice',
    models: 'choices',
    seed: 'number',
    bounds: 'json',
    markers: 'texts',
    model: 'file',
    fronts: 'files',
  })
  expect(field('terms')?.control).toMatchObject({ options: ['main', 'quadratic'], free: true })
  expect(field('method')?.control).toMatchObject({ free: false })
  expect(field('cv_splits')?.control).toMatchObject({ low: 2, high: undefined, integer: true })
})

test('a parameter with a default is not required, and a missing title is the name in words', () => {
  expect(FIELDS.filter(({ required }) => required).map(({ name }) => name)).toEqual(['target_column'])
  expect(field('feature_columns')?.title).toBe('feature columns')
  expect(FIELDS.filter(({ advanced }) => advanced).map(({ name }) => name)).toEqual(['cv_splits'])
})

test('only what is required or differs from its default is sent', () => {
  const drafts = Object.fromEntries(FIELDS.map((each) => [each.name, draftOf(each)]))
  expect(parameterValues(FIELDS, { ...drafts, target_column: 'yield' })).toEqual({
    values: { target_column: 'yield' },
    problems: {},
  })
  expect(
    parameterValues(FIELDS, { ...drafts, target_column: 'yield', cv_splits: '10', standardize: false, terms: 'a * b' })
      .values,
  ).toEqual({ target_column: 'yield', cv_splits: 10, standardize: false, terms: 'a * b' })
})

test.each([
  ['target_column', '', 'Choose response.'],
  ['train_test_split', 'a fifth', '“a fifth” is not a number.'],
  ['train_test_split', '-0.1', 'It takes at least 0.'],
  ['train_test_split', '1', 'It takes less than 1.'],
  ['cv_splits', '2.5', 'It takes a whole number.'],
  ['bounds', '{', 'This is not valid JSON. Check quotes, commas and brackets.'],
])('%s refuses "%s"', (name, draft, problem) => {
  expect(parameterValues(FIELDS, { target_column: 'yield', [name]: draft }).problems).toEqual({ [name]: problem })
})

test('an emptied number goes back to its default', () => {
  expect(parameterValues(FIELDS, { target_column: 'yield', cv_splits: ' ' }).values).toEqual({ target_column: 'yield' })
})

test('texts are separated by commas', () => {
  const { values } = parameterValues(FIELDS, { target_column: 'yield', markers: 'n.d., , 欠' })
  expect(values).toEqual({ target_column: 'yield', markers: ['n.d.', '欠'] })
})
