import { describe, expect, it } from 'vitest'
import { linearAnalysis } from './linear-analysis/index.ts'
import { parseParameters } from './parse-parameters.ts'

const parse = (given: Record<string, unknown>) => parseParameters(linearAnalysis, given)

describe('parseParameters', () => {
  it('fills in the defaults of the contract', () => {
    expect(parse({ target_column: 'y' })).toEqual({
      target_column: 'y',
      feature_columns: [],
      standardize: true,
      train_test_split: 0.2,
      cv_splits: 5,
      terms: 'main',
      method: 'ols',
      coding: 'effects',
      confidence_level: 0.95,
      penalty_rule: 'automatic',
      random_seed: 42,
      derived_columns: [],
      missing_markers: [],
    })
  })

  it('refuses an unknown parameter by name and tells what there is', () => {
    expect(() => parse({ target_column: 'y', epochs: 3 })).toThrow(
      expect.objectContaining({
        code: 'parameter_unknown',
        details: expect.objectContaining({
          parameter: 'epochs',
          known: expect.arrayContaining(['target_column', 'cv_splits', 'random_seed', 'sheet']),
        }),
      }),
    )
  })

  it.each([
    [{}, 'target_column', 'it is missing'],
    [{ target_column: 3 }, 'target_column', 'it has to be a text, not 3'],
    [{ target_column: '' }, 'target_column', 'it has to have at least 1 characters, not ""'],
    [{ feature_columns: 'a' }, 'feature_columns', 'it has to be a list, not "a"'],
    [{ feature_columns: ['a', 2] }, 'feature_columns', 'at 1 it has to be a text, not ["a",2]'],
    [{ standardize: 'yes' }, 'standardize', 'it has to be true or false, not "yes"'],
    [{ train_test_split: 1 }, 'train_test_split', 'it has to be at most 0.9, not 1'],
    [{ train_test_split: null }, 'train_test_split', 'it has to be a number, not null'],
    [{ cv_splits: 2.5 }, 'cv_splits', 'it has to be a whole number, not 2.5'],
    [{ cv_splits: 1 }, 'cv_splits', 'it has to be at least 2, not 1'],
    [{ cv_splits: '5' }, 'cv_splits', 'it has to be a number, not "5"'],
    [{ method: 'lars' }, 'method', 'it has to be one of ols, ridge, lasso, elastic_net, not "lars"'],
    [{ terms: 7 }, 'terms', 'it has to be one of main, interactions, quadratic or a text, not 7'],
    [{ random_seed: -1 }, 'random_seed', 'it has to be at least 0, not -1'],
  ])('says in words what is wrong with %j', (given, parameter, problem) => {
    const complete =
      'target_column' in given || parameter === 'target_column' ? given : { target_column: 'y', ...given }
    expect(() => parse(complete)).toThrow(
      expect.objectContaining({ code: 'parameter_invalid', details: { parameter, problem } }),
    )
  })
})
