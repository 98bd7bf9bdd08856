import { describe, expect, it } from 'vitest'
import { referencesOf } from './references.ts'

const JOB = '2f1c1c5e-7f0e-4b6a-9d7e-0d5c8a1b2c3d'

describe('referencesOf', () => {
  it('finds the keys of stored files at any depth, each once, under the parameter that names them', () => {
    const model = `outputs/${JOB}/1a2b/models/強度.zsm`
    const table = `inputs/${JOB}/candidates.csv`
    expect(referencesOf({ model, objectives: [{ column: 'y' }, { model }], more: { deep: [[table]] } })).toEqual([
      { parameter: 'model', reference: model, sourceJobId: JOB },
      { parameter: 'more', reference: table, sourceJobId: null },
    ])
  })

  it.each([
    ['a text that speaks of a key', `see outputs/${JOB}/report.json`],
    ['a folder', `outputs/${JOB}/`],
    ['a path of the command line', 'models/y.zsm'],
    ['an id that is none', 'outputs/1/report.json'],
    ['a key with a control character', `outputs/${JOB}/a\u0000b`],
    ['a key that is too long', `outputs/${JOB}/${'x'.repeat(1024)}`],
    ['a number', 7],
    ['nothing', null],
  ])('takes %s for what it is', (_, value) => {
    expect(referencesOf({ value })).toEqual([])
  })
})
