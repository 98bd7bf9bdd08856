import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BenchRow } from './bench.ts'

const ROUNDS = 5
const root = join(import.meta.dirname, '..')

/** The wait of somebody who types `npx zerosec run` with a file of 1,000 rows, npx and process start included; median of 5. */
export default async function cli(): Promise<readonly BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'zerosec-bench-'))
  try {
    const file = join(folder, 'rows.csv')
    writeFileSync(file, csvOfRows(1000))
    const args = [
      'zerosec',
      'run',
      'linear_analysis',
      file,
      '--set',
      'target_column=strength',
      '--out',
      join(folder, 'out'),
      '--json',
    ]
    timeOf('npx', args) // makes the bundle and the compile cache, as the first run after an update does
    const times = Array.from({ length: ROUNDS }, () => timeOf('npx', args)).sort((a, b) => a - b)
    const question = 'npx zerosec run linear_analysis, 1,000 rows × 9 columns, all files written'
    return [
      { question, oursMs: times[Math.floor(ROUNDS / 2)] ?? Infinity, peer: '', peerMs: null, limit: { ms: 1500 } },
    ]
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function timeOf(program: string, args: readonly string[]): number {
  const started = performance.now()
  const { status, stderr } = spawnSync(program, args, { cwd: root, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed:\n${stderr}`)
  return performance.now() - started
}

/** Eight factors and a response with a linear part, a curvature and noise, from a small seeded generator. */
function csvOfRows(rows: number): string {
  let state = 1
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
  const names = Array.from({ length: 8 }, (_, j) => `factor_${j + 1}`)
  const lines = Array.from({ length: rows }, () => {
    const factors = names.map(() => Math.round(random() * 1000) / 10)
    const strength =
      factors.reduce((sum, value, j) => sum + (j - 3) * value, 40) + 0.01 * (factors[0] ?? 0) ** 2 + 20 * random()
    return [...factors, strength.toFixed(3)].join(',')
  })
  return `${[...names, 'strength'].join(',')}\n${lines.join('\n')}\n`
}
