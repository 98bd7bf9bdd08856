import { describe, expect, it } from 'vitest'
import { ANALYSES, findAnalysis } from './catalogue.ts'
import { describeAnalyses } from './describe.ts'

interface Property {
  readonly title?: string
  readonly description?: string
  readonly column?: string
  readonly advanced?: boolean
  readonly default?: unknown
}

describe('describeAnalyses', () => {
  it('has every analysis of the catalogue, with a title and a sentence', () => {
    expect(describeAnalyses().map(({ name }) => name)).toEqual(ANALYSES.map(({ name }) => name))
    for (const { title, summary } of describeAnalyses()) expect([title, summary]).not.toContain('')
  })

  it.each(describeAnalyses().map((description) => [description.name, description] as const))(
    '%s: every parameter has its texts, and a default unless it is required',
    (_, { parameters }) => {
      const { properties, required = [] } = parameters as { properties: Record<string, Property>; required?: string[] }
      for (const [name, property] of Object.entries(properties)) {
        expect([name, property.title]).toEqual([name, expect.stringMatching(/./)])
        expect([name, property.description]).toEqual([name, expect.stringMatching(/\.$/)])
        expect([name, required.includes(name) && property.default !== undefined]).toEqual([name, false])
      }
    },
  )

  it('passes the hints for forms through', () => {
    const [linear] = describeAnalyses()
    const { properties, required, additionalProperties } = linear!.parameters as {
      properties: Record<string, Property>
      required: string[]
      additionalProperties: boolean
    }
    expect(required).toEqual(['target_column'])
    expect(additionalProperties).toBe(false)
    expect(properties['target_column']!.column).toBe('response')
    expect(properties['feature_columns']!.column).toBe('factor')
    expect(properties['sheet']!.advanced).toBe(true)
    expect(properties['terms']).toMatchObject({
      anyOf: [{ enum: ['main', 'interactions', 'quadratic'] }, { type: 'string' }],
      default: 'main',
    })
  })
})

describe('findAnalysis', () => {
  it('names the analyses when asked for another', () => {
    expect(() => findAnalysis('linear')).toThrow(
      expect.objectContaining({
        code: 'analysis_unknown',
        details: { analysis: 'linear', known: ANALYSES.map(({ name }) => name) },
      }),
    )
  })
})
