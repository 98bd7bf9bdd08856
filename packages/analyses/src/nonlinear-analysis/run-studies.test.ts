import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { analyseToFiles, csvOf, scattered } from '../../test/analyse.ts'
import { Board } from '../../test/shared-parts.ts'
import type { AnalysisFile, AnalysisResult, Checkpoints } from '../analysis.ts'
import { NoPartLeft } from '../modelling/share-units.ts'

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

const share = ({ checkpoints, sharing }: ReturnType<Board['member']>) =>
  analyseToFiles(csv, PARAMETERS, 'nonlinear_analysis', checkpoints, undefined, sharing)

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

describe('a modelling run that shares its studies', () => {
  it('gives what a run alone gives, each study computed once, by helpers as well', async () => {
    const board = new Board()
    let helping: Promise<unknown> | undefined
    board.onKept = () => {
      helping ??= share(board.member('helper', { isHelper: true })).catch((error: unknown) => error)
    }
    expect(lasting(await share(board.member('owner')))).toEqual(lasting(await run()))
    expect(await helping).toBeInstanceOf(NoPartLeft)
    expect(board.computedBy.get('helper')).not.toHaveLength(0)
    expect([...board.computedBy.values()].flat().sort()).toEqual([...board.kept.keys()].sort())
    expect(board.kept.size).toBe(STUDIES)
  })

  it('gives it without any helper, and a helper that comes when nothing was offered ends at once', async () => {
    const board = new Board()
    const late = board.member('helper', { isHelper: true })
    await expect(share(late)).rejects.toThrow(NoPartLeft)
    expect(lasting(await share(board.member('owner')))).toEqual(lasting(await run()))
    expect(board.computedBy.get('owner')).toHaveLength(STUDIES)
  })

  it('computes a study itself when the helper that had it is lost', async () => {
    const board = new Board()
    const owner = board.member('owner')
    const key = (at: number) => [...board.offered][at]!
    const offer = owner.sharing.offer.bind(owner.sharing)
    const losing = {
      ...owner,
      sharing: {
        ...owner.sharing,
        offer: async (keys: readonly string[]) => {
          await offer(keys)
          board.holders.set(key(keys.length - 1), 'lost')
          setTimeout(() => board.lose('lost'), 500)
        },
      },
    }
    expect(lasting(await share(losing))).toEqual(lasting(await run()))
    expect(board.computedBy.get('owner')).toHaveLength(STUDIES)
  })
})
