import { describe, expect, it } from 'vitest'
import { describeAnalysis } from '../describe.ts'
import { parseParameters } from '../parse-parameters.ts'
import { optimization } from './index.ts'
import { OptimizationParameters } from './parameters.ts'

describe('the parameters of the optimization job', () => {
  it('are all optional, with the defaults that clients rely on', () => {
    expect(OptimizationParameters.parse({})).toMatchObject({
      num_points: 15,
      bounds: {},
      iterations: 50,
      random_seed: 42,
      objective: '',
      mode: 'auto',
      model: 'main',
      criterion: 'D',
    })
  })

  it.each<[Record<string, unknown>, string, RegExp]>([
    [{ points: 9 }, 'parameter_unknown', /no parameter "points".*num_points/],
    [{ num_points: 0 }, 'parameter_invalid', /"num_points".*at least 1/],
    [{ num_points: 101 }, 'parameter_invalid', /"num_points".*at most 100/],
    [{ bounds: { x: [1] } }, 'parameter_invalid', /"bounds".*at x/],
    [{ bounds: { x: ['a', 2] } }, 'parameter_invalid', /"bounds".*at x\.0.*a number/],
    [{ criterion: 'F' }, 'parameter_invalid', /one of D, A, I/],
    [{ factors: [{ low: 1 }] }, 'parameter_invalid', /"factors".*0\.name/],
    [{ factors: [{ name: 'x', kind: 'discrete' }] }, 'parameter_invalid', /"factors".*at 0 it has no field "kind"/],
    [{ sigma: 0 }, 'parameter_invalid', /"sigma".*above 0/],
    [{ blocks: 'two' }, 'parameter_invalid', /"blocks".*number or a list/],
  ])('refuse %j', (given, code, message) => {
    expect(() => parseParameters(optimization, given)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) }),
    )
  })

  it('are described for the form and the command line by a title, a text and a default each', () => {
    const { properties } = describeAnalysis(optimization).parameters as {
      properties: Record<string, { title?: string; description?: string; default?: unknown }>
    }
    const undescribed = Object.entries(properties).filter(
      ([, { title, description = '' }]) => !title || !/[.)]$/.test(description),
    )
    expect(undescribed).toEqual([])
    const open = Object.keys(properties).filter((name) => properties[name]!.default === undefined)
    expect(open).toEqual(['sheet', 'encoding'])
    expect(properties['model']).toMatchObject({
      anyOf: [{ enum: expect.arrayContaining(['quadratic']) }, { type: 'string' }],
    })
    expect(properties['bounds']).toMatchObject({ type: 'object', default: {} })
    expect(properties['blocks']).toMatchObject({ anyOf: [{ type: 'integer' }, { type: 'array' }] })
  })
})
