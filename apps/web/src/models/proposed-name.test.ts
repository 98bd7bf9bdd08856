import { ModelName } from '@zerosec/contract'
import { expect, test } from 'vitest'
import { proposedName } from './proposed-name.ts'

test.each([
  ['plastic-strength.csv', 'model.zsm', 'plastic-strength'],
  ['Größe & Härte (2).xlsx', 'model.zsm', 'gro-e-harte-2'],
  ['摩耗試験.csv', 'model.zsm', 'model'],
  ['runs.csv', 'model_2.zsm', 'runs-2'],
  [`${'a'.repeat(80)}.csv`, 'model_12.zsm', `${'a'.repeat(61)}-12`],
  ['_.csv', 'model.zsm', 'model'],
])('%s with %s is proposed as %s, which the registry takes', (table, file, name) => {
  expect(proposedName(table, file)).toBe(name)
  expect(ModelName.safeParse(name).success).toBe(true)
})
