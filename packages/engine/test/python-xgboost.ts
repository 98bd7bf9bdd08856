import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe } from 'vitest'
import type { FeatureMatrix } from '../src/features/feature-matrix.ts'

/** The first python3 that has xgboost: Debian's, which may not be the first of the path. */
const python = ['/usr/bin/python3', 'python3'].find(
  (program) => spawnSync(program, ['-c', 'import xgboost']).status === 0,
)

/** `describe` that is skipped, and says so in its title, where the real xgboost is not installed. */
export const describeWithXgboost: typeof describe | typeof describe.skip =
  python !== undefined
    ? describe
    : (((title: string, body: () => void) =>
        describe.skip(`${title} (skipped: no python3 with xgboost)`, body)) as typeof describe.skip)

export interface XgboostJob {
  /** Number features. */
  readonly matrix: FeatureMatrix
  readonly target: Float64Array
  /** Rows to predict. */
  readonly asked: FeatureMatrix
  readonly parameters: Readonly<Record<string, number | string>>
  readonly rounds: number
}

/** Trains the real xgboost on one thread, in one process for all jobs, and gives what it predicts for the asked rows of each. */
export function trainXgboost(jobs: readonly XgboostJob[]): number[][] {
  const folder = mkdtempSync(join(tmpdir(), 'zerosec-xgboost-'))
  try {
    const described = jobs.map(({ matrix, target, asked, parameters, rounds }, job) => ({
      features: matrix.columns.length,
      training: writeRows(join(folder, `${job}-training.f64`), [...matrix.columns, target]),
      asked: writeRows(join(folder, `${job}-asked.f64`), asked.columns),
      parameters: { ...parameters, nthread: 1, verbosity: 0 },
      rounds,
    }))
    const file = join(folder, 'jobs.json')
    writeFileSync(file, JSON.stringify(described))
    const script = join(import.meta.dirname, 'xgboost-train.py')
    return JSON.parse(execFileSync(python!, [script, file], { encoding: 'utf8', maxBuffer: 1e8 })) as number[][]
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function writeRows(file: string, columns: readonly Float64Array[]): string {
  const width = columns.length
  const cells = width * columns[0]!.length
  const values = Float64Array.from({ length: cells }, (_, at) => columns[at % width]![Math.floor(at / width)]!)
  writeFileSync(file, values)
  return file
}
