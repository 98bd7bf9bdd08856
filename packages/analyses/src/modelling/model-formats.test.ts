import { openModel } from '@zerosec/model'
import { readTable } from '@zerosec/table'
import { expect, it } from 'vitest'
import { findAnalysis } from '../catalogue.ts'
import { parseParameters } from '../parse-parameters.ts'
import { modelInputs } from './inputs.ts'
import { storedInputs } from './model-formats.ts'

it('keeps a column of TRUE and FALSE as a boolean, whose codes are those that were learnt from, and any other category as it is', async () => {
  const csv = 'stirred,solvent\nTRUE,a\nFALSE,b\nTRUE,b\n,a\n'
  const { columns } = await readTable('runs.csv', new TextEncoder().encode(csv))
  const features = columns.filter((column) => column.kind === 'boolean' || column.kind === 'category')
  const { inputs, matrix } = modelInputs(features, Int32Array.of(0, 1, 2, 3))
  expect(storedInputs(inputs, matrix)).toEqual([
    { kind: 'boolean', name: 'stirred' },
    { kind: 'category', name: 'solvent', levels: ['a', 'b'] },
  ])
  expect([...matrix.columns[0]!]).toEqual([1, 0, 1, Number.NaN])
})

it('makes a model that is asked with true and false', async () => {
  const rows = Array.from(
    { length: 40 },
    (_, i) => `${i % 2 === 0 ? 'TRUE' : 'FALSE'},${i % 7},${(i % 2) * 10 + (i % 3)}`,
  )
  const analysis = findAnalysis('nonlinear_analysis')
  const parameters = parseParameters(analysis, {
    target_columns: ['y'],
    models_to_use: ['linear'],
    outer_splits: 2,
    n_trials: 1,
    enable_shap: false,
  })
  const table = await readTable('runs.csv', new TextEncoder().encode(`stirred,x,y\n${rows.join('\n')}\n`))
  const { files } = await analysis.run({
    table,
    parameters,
    seed: 1,
    openFile: () => Promise.reject(new Error('no other file is asked for')),
    progress: () => {},
  })
  const model = openModel(files.find(({ path }) => path.endsWith('.zsm'))!.bytes)
  const [whenTrue, whenFalse] = model.predict([
    { stirred: true, x: 3 },
    { stirred: false, x: 3 },
  ])
  expect([whenTrue!.flags, whenFalse!.flags]).toEqual([[], []])
  expect(Number(whenFalse!.value) - Number(whenTrue!.value)).toBeGreaterThan(5)
})
