import { describe, expect, it } from 'vitest'
import { csvOf, scattered } from '../test/analyse.ts'
import { runFile } from './run-file.ts'

const x = scattered(30, 2)
const csv = csvOf({ x, y: x.map((value, i) => 2 * value + 0.1 * scattered(30, 3)[i]!) })
const file = { name: 'shots.csv', bytes: new TextEncoder().encode(csv) }
const request = { analysis: 'linear_analysis', file, parameters: { target_column: 'y' } }

describe('runFile', () => {
  it('goes from bytes to report, workbook and pictures, with progress that never falls', async () => {
    const fractions: number[] = []
    const { report, artifacts } = await runFile(request, (fraction) => fractions.push(fraction))
    const paths = artifacts.map(({ path }) => path)
    expect(paths).toEqual(expect.arrayContaining(['report.json', 'report.xlsx', 'figures/actual_vs_predicted.png']))
    expect(paths.filter((path) => path.endsWith('.png')).length).toBeGreaterThanOrEqual(5)
    const stored = artifacts.find(({ path }) => path === 'report.json')!
    expect(JSON.parse(new TextDecoder().decode(stored.bytes))).toEqual(JSON.parse(JSON.stringify(report)))
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b))
    expect([fractions[0], fractions.at(-1)]).toEqual([0, 1])
  })

  it('lets the seed of the call stand for the parameter', async () => {
    const { report } = await runFile({ ...request, seed: 9 }, () => {})
    expect([report.seed, report.parameters['random_seed']]).toEqual([9, 9])
  })

  it.each([
    [{ analysis: 'linear' }, 'analysis_unknown'],
    [{ parameters: {} }, 'parameter_invalid'],
    [{ parameters: { target_column: 'y', folds: 3 } }, 'parameter_unknown'],
    [{ parameters: { target_column: 'w' } }, 'column_unknown'],
    [{ file: { name: 'shots.pdf', bytes: file.bytes } }, 'file_type_unsupported'],
    [{ file: { name: 'shots.csv', bytes: new Uint8Array() } }, 'file_empty'],
  ])('refuses %j', async (change, code) => {
    await expect(runFile({ ...request, ...change }, () => {})).rejects.toThrow(expect.objectContaining({ code }))
  })
})
