import { expect, it } from 'vitest'
import { ANALYSES } from './catalogue.ts'
import { ANALYSIS_NAMES } from './names.ts'

it('names every analysis of the catalogue, in its order', () => {
  expect(ANALYSIS_NAMES).toEqual(ANALYSES.map(({ name }) => name))
})
