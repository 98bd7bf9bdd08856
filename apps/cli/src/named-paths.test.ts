import { expect, it } from 'vitest'
import { namedPaths, withKeys } from './named-paths.ts'

const FILE = { type: 'string', file: 'table' }
const SCHEMA = {
  properties: {
    model: FILE,
    tables: { type: 'array', items: FILE },
    either: { anyOf: [{ type: 'array', items: FILE }, FILE] },
    name: { type: 'string' },
  },
}
const STORED = 'outputs/2f1c1c5e-7f0e-4b6a-9d7e-0d5c8a1b2c3d/1/model.zsm'
const PARAMETERS = {
  model: 'm.zsm',
  tables: ['a.csv', STORED, 7, 'a.csv'],
  either: 'gone.csv',
  name: 'a.csv',
  odd: 'm.zsm',
}

it('finds the files of this machine among the parameters that name files, each once', async () => {
  const isFile = async (path: string) => path !== 'gone.csv'
  expect(await namedPaths(PARAMETERS, SCHEMA, isFile)).toEqual(['m.zsm', 'a.csv'])
})

it('puts their keys in their places, and leaves everything else', () => {
  const keys = new Map([
    ['m.zsm', 'inputs/1/m.zsm'],
    ['a.csv', 'inputs/2/a.csv'],
  ])
  expect(withKeys(PARAMETERS, SCHEMA, keys)).toEqual({
    ...PARAMETERS,
    model: 'inputs/1/m.zsm',
    tables: ['inputs/2/a.csv', STORED, 7, 'inputs/2/a.csv'],
  })
})
