import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { cpus, loadavg, totalmem } from 'node:os'
import { join } from 'node:path'
import { textTable } from '../apps/cli/src/text-table.ts'
import type { Bench, BenchRow } from './bench.ts'

const NOT_BENCHES = new Set(['run', 'bench', 'friedman-table'])

/** Runs the named benches of this folder, all of them without a name, and resolves to 1 where one is over its limit, else 0. */
export async function runBenches(names: readonly string[]): Promise<number> {
  const known = readdirSync(import.meta.dirname)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !NOT_BENCHES.has(file.slice(0, -3)))
    .map((file) => file.slice(0, -3))
  const unknown = names.find((name) => !known.includes(name))
  if (unknown !== undefined) {
    console.error(`There is no bench "${unknown}". There are: ${known.join(', ')}.`)
    return 2
  }
  console.log(surroundings())
  const rows: BenchRow[] = []
  for (const name of names.length > 0 ? names : known) rows.push(...(await load(name))) // one at a time: they would slow each other
  console.log(`\n${benchTable(rows)}`)
  for (const note of new Set(rows.flatMap(({ note }) => note ?? []))) console.log(`\n${note}`)
  return rows.some(isOver) ? 1 : 0
}

async function load(name: string): Promise<readonly BenchRow[]> {
  const loaded = (await import(join(import.meta.dirname, `${name}.ts`))) as { default: Bench }
  console.error(`measuring ${name} …`)
  return await loaded.default()
}

/** The questions with our time, the peer's, and the promise, aligned. */
export function benchTable(rows: readonly BenchRow[]): string {
  const columns = [
    { label: 'question' },
    { label: 'ours', align: 'right' },
    { label: 'peer' },
    { label: 'its time', align: 'right' },
    { label: 'ratio', align: 'right' },
    { label: 'limit', align: 'right' },
    { label: '' },
  ] as const
  return textTable(columns, rows.map(cellsOf))
}

function cellsOf(row: BenchRow): string[] {
  const { question, oursMs, peer, peerMs, limit } = row
  const figure = (value: number) => figureText(value, row.unit ?? 'ms')
  return [
    question,
    figure(oursMs),
    peer,
    peerMs !== null ? figure(peerMs) : peer === '' ? '' : 'not installed',
    peerMs === null ? '' : (oursMs / peerMs).toFixed(2),
    'ms' in limit ? figure(limit.ms) : `${limit.ratio} ×`,
    isOver(row) ? 'OVER' : isUnmeasured(row) ? 'unknown' : 'ok',
  ]
}

function figureText(value: number, unit: string): string {
  return `${value >= 100 ? value.toFixed(0) : value.toPrecision(3)} ${unit}`
}

export function isOver({ oursMs, peerMs, limit }: BenchRow): boolean {
  if ('ms' in limit) return oursMs > limit.ms
  return peerMs !== null && oursMs / peerMs > limit.ratio
}

function isUnmeasured({ peerMs, limit }: BenchRow): boolean {
  return 'ratio' in limit && peerMs === null
}

/** What a figure depends on besides the code. */
function surroundings(): string {
  const processors = cpus()
  const load = loadavg().map((value) => value.toFixed(2))
  return [
    `machine  ${processors.length} × ${processors[0]?.model.trim() ?? 'unknown'}, ${(totalmem() / 2 ** 30).toFixed(0)} GB, ${process.platform} ${process.arch}`,
    `load     ${load.join(' ')} (1, 5 and 15 minutes)`,
    `node     ${process.version}`,
    `commit   ${commit()}`,
  ].join('\n')
}

function commit(): string {
  const root = join(import.meta.dirname, '..')
  if (!existsSync(join(root, '.git'))) return 'unknown'
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim()
  return `${git('rev-parse', '--short=12', 'HEAD')}${git('status', '--porcelain') === '' ? '' : ' with changes'}`
}
