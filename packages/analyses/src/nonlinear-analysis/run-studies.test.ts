import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { analyseToFiles, csvOf, scattered } from '../../test/analyse.ts'
import type { AnalysisFile, AnalysisResult, Checkpoints } from '../analysis.ts'

const n = 40
const x = scattered(n, 2)
const csv = csvOf({ x, z: scattered(n, 3), y: x.map((value, i) => 5 * value + scattered(n, 5)[i]!) })
const PARAMETERS = { target_columns: ['y'], models_to_use: ['linear', 'lightgbm'], outer_splits: 3, n_trials: 2 }
/** Two models, each on all rows and without each of three folds. */
const STUDIES = 8

/** Checkpoints in memory; `breakAfter`: the run is killed once it has kept so many. */
class Kept implements Checkpoints {
  readonly parts = new Map<string, Uint8Array>()
  readonly published: AnalysisFile[] = []
  saves = 0
  readonly #breakAfter: number

  constructor(breakAfter = Number.POSITIVE_INFINITY, parts: Iterable<readonly [string, Uint8Array]> = []) {
    this.#breakAfter = breakAfter
    this.parts = new Map(parts)
  }

  async load(key: string): Promise<Uint8Array | undefined> {
    return this.parts.get(key)
  }

  async save(key: string, bytes: Uint8Array): Promise<void> {
    if (this.saves === this.#breakAfter) throw new Error('killed')
    this.saves++
    this.parts.set(key, bytes)
  }

  async publish(file: AnalysisFile): Promise<void> {
    this.published.push(file)
  }
}

const run = (checkpoints?: Checkpoints, more = {}) =>
  analyseToFiles(csv, { ...PARAMETERS, ...more }, 'nonlinear_analysis', checkpoints)

/** All but what tells of time. */
function lasting({ report, files }: AnalysisResult): unknown {
  const values = JSON.parse(JSON.stringify(report), (key, value) => (key === 'duration_s' ? undefined : value))
  return { values, files: files.map(({ path, bytes }) => [path, Buffer.from(bytes).toString('base64')]) }
}

beforeEach(() => vi.stubEnv('ZEROSEC_THREADS', '1'))
afterEach(() => vi.unstubAllEnvs())

describe('a modelling run with checkpoints', () => {
  it('keeps every study, and gives what a run without them gives', async () => {
    const kept = new Kept()
    expect(lasting(await run(kept))).toEqual(lasting(await run()))
    expect(kept.saves).toBe(STUDIES)
  })

  it('goes on where a killed run was', async () => {
    const first = new Kept(3)
    await expect(run(first)).rejects.toThrow('killed')
    expect(first.parts.size).toBe(3)
    const second = new Kept(undefined, first.parts)
    expect(lasting(await run(second))).toEqual(lasting(await run()))
    expect(second.saves).toBe(STUDIES - 3)
  })

  it('shows what it has found so far', async () => {
    const kept = new Kept()
    await run(kept)
    const { path, bytes } = kept.published[0]!
    expect(path).toBe('found_so_far.csv')
    const [header, first] = new TextDecoder().decode(bytes).trim().split('\r\n')
    expect(header).toBe('response,model,part,trials,best_rmse,rounds,settings')
    expect(first).toMatch(/^y,(linear|lightgbm),(all rows|fold \d of 3),2,0\.\d+,/)
  })

  it('keeps no study that the time limit ended', async () => {
    const kept = new Kept()
    const { report } = await run(kept, { n_trials: 50, time_limit_s: 0.001 })
    expect(kept.parts.size).toBe(0)
    expect(report.warnings.map(({ code }) => code)).toContain('time_limit_reached')
  })
})
