import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Service, serve } from '@zerosec/api'
import { readConfiguration } from '@zerosec/jobs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const BIN = join(import.meta.dirname, 'zerosec.mjs')
const ANALYSIS = ['linear_analysis', '強度.csv', '--set', 'target_column=強度']

let folder = ''
let service: Service
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'zerosec-submit-'))
  const configuration = readConfiguration({
    ZEROSEC_DATA: join(folder, 'data'),
    ZEROSEC_PORT: '0',
    ZEROSEC_AUTH: 'off',
  })
  service = await serve({ configuration, print: () => {} })
  const rows = Array.from(
    { length: 40 },
    (_, i) => `${i % 7},${(i * 5) % 11},${3 * (i % 7) - 2 * ((i * 5) % 11) + (i % 3)}`,
  )
  writeFileSync(join(folder, '強度.csv'), `水,セメント,強度\n${rows.join('\n')}\n`)
})
afterAll(async () => {
  await service.close()
  rmSync(folder, { recursive: true })
})

interface Running {
  readonly output: { stdout: string; stderr: string }
  readonly code: Promise<number | null>
  readonly interrupt: () => void
}

/** The real program as a process of its own, which talks to the service. */
function start(...args: string[]): Running {
  const child = spawn(process.execPath, [BIN, ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ZEROSEC_URL: service.url },
  })
  const output = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text))
  return {
    output,
    code: once(child, 'close').then(([code]) => code as number | null),
    interrupt: () => void child.kill('SIGINT'),
  }
}

async function zerosec(...args: string[]) {
  const { output, code } = start(...args)
  return { code: await code, ...output }
}

describe('zerosec submit', () => {
  it('brings home what run would have written, and jobs shows the job', async () => {
    const { code, stdout, stderr } = await zerosec('submit', ...ANALYSIS, '--out', 'far/away', '--seed', '7')
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^Submitted as job [0-9a-f-]{36}\n/)])
    const report = JSON.parse(readFileSync(join(folder, 'far', 'away', 'report.json'), 'utf8'))
    expect(report).toMatchObject({ analysis: 'linear_analysis', seed: 7, table: { name: '強度.csv', rows: 40 } })
    expect(stdout).toContain(report.headline)
    expect(stdout).toContain('Written to far/away: report.json, report.xlsx, figures/')
    expect(readdirSync(join(folder, 'far'))).toEqual(['away'])

    const list = await zerosec('jobs', 'list', '--json')
    const [job] = JSON.parse(list.stdout)
    expect(job).toMatchObject({ job_type: 'linear_analysis', status: 'completed', headline: report.headline })
    const again = await zerosec('jobs', 'wait', job.job_id, '--out', 'far/away', '--json')
    expect([again.code, JSON.parse(again.stdout)]).toEqual([0, report.values])
    expect((await zerosec('jobs', 'show', job.job_id)).stdout).toContain(report.headline)
  })

  it('never writes over a file of others, and finds out before it uploads', async () => {
    mkdirSync(join(folder, 'taken'))
    writeFileSync(join(folder, 'taken', 'report.json'), 'mine')
    const { code, stdout } = await zerosec('submit', ...ANALYSIS, '--out', 'taken', '--json')
    expect([code, JSON.parse(stdout).error.code]).toEqual([2, 'output_exists'])
    expect(readFileSync(join(folder, 'taken', 'report.json'), 'utf8')).toBe('mine')
  })

  it('leaves the job alone on Ctrl-C and says how to come back', async () => {
    const long = ['nonlinear_analysis', '強度.csv', '--set', 'target_columns=強度', '--out', 'later']
    const { output, code, interrupt } = start('submit', ...long)
    await expect.poll(() => output.stderr, { timeout: 30_000 }).toContain('Submitted')
    interrupt()
    expect(await code).toBe(130)
    const [, jobId = ''] = /zerosec jobs wait ([0-9a-f-]{36}) --out later\n/.exec(output.stderr) ?? []
    expect(existsSync(join(folder, 'later'))).toBe(false)
    expect((await zerosec('jobs', 'cancel', jobId)).stdout).toMatch(/^status +cancelled/m)
    const after = await zerosec('jobs', 'wait', jobId, '--json')
    expect([after.code, JSON.parse(after.stdout).error.code]).toEqual([1, 'job_cancelled'])
  })

  it.each([
    ['a parameter that there is not', [...ANALYSIS, '--set', 'nonsense=1'], 2, 'parameter_unknown'],
    ['an analysis that there is not', ['nonsense', '強度.csv'], 2, 'analysis_unknown'],
    ['a column that there is not', ['linear_analysis', '強度.csv', '--set', 'target_column=x'], 2, 'column_unknown'],
    ['a file that there is not', ['linear_analysis', 'nowhere.csv'], 2, 'file_not_found'],
    ['what is no URL', [...ANALYSIS, '--to', 'lab'], 2, 'option_invalid'],
  ])('tells of %s by the code and the exit code of the table', async (_, args, exit, errorCode) => {
    const { code, stdout, stderr } = await zerosec('submit', ...args, '--json', '--out', 'refused')
    expect([code, JSON.parse(stdout).error.code]).toEqual([exit, errorCode])
    expect(stderr).toContain(`(${errorCode})`)
    expect(existsSync(join(folder, 'refused'))).toBe(false)
  })
})
