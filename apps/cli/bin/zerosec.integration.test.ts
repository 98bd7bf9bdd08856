import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeWithReferenceData, referencePath } from '../../../test/reference-data.ts'
import packageJson from '../package.json' with { type: 'json' }

const BIN = join(import.meta.dirname, 'zerosec.mjs')
let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zerosec-cli-'))
  writeFileSync(join(folder, '強度.csv'), table('水,セメント,強度'))
  writeFileSync(join(folder, 'header-only.csv'), 'a,b\n')
  writeFileSync(join(folder, 'taken.csv'), table('a,b,y'))
  writeFileSync(join(folder, 'parameters.json'), '{"target_column": "強度", "cv_splits": 4}')
  writeFileSync(join(folder, 'broken.json'), '{')
  mkdirSync(join(folder, 'folder.csv'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Two factors that are not collinear, and a response with a little noise from both. */
function table(header: string): string {
  const rows = Array.from({ length: 40 }, (_, i) => {
    const [a, b] = [i % 7, (i * 5) % 11]
    return `${a},${b},${3 * a - 2 * b + ((i * 13) % 10) / 10}`
  })
  return `${header}\n${rows.join('\n')}\n`
}

interface Outcome {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** The real program as a process of its own in the test's folder. */
async function zerosec(...args: string[]): Promise<Outcome> {
  const child = spawn(process.execPath, [BIN, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  const output = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, ...output }
}

const RUN = ['run', 'linear_analysis', '強度.csv', '--set', 'target_column=強度']

describe('zerosec run', () => {
  it('writes report, workbook and figures, and prints the headline and where they are', async () => {
    const { code, stdout, stderr } = await zerosec(...RUN, '--out', 'plain')
    expect([code, stderr.includes('error')]).toEqual([0, false])
    const report = JSON.parse(readFileSync(join(folder, 'plain', 'report.json'), 'utf8'))
    expect(report).toMatchObject({
      format: 'zerosec.report/1',
      analysis: 'linear_analysis',
      table: { rows: 40, columns: 3 },
    })
    expect(stdout).toContain(report.headline)
    expect(stdout).toContain('Written to plain: report.json, report.xlsx, figures/')
    expect(
      readFileSync(join(folder, 'plain', 'report.xlsx'))
        .subarray(0, 2)
        .toString(),
    ).toBe('PK')
    expect(
      readdirSync(join(folder, 'plain', 'figures')).filter((name) => name.endsWith('.png')).length,
    ).toBeGreaterThanOrEqual(5)
  })

  it('prints the values alone with --json, the same that report.json holds', async () => {
    const { code, stdout } = await zerosec(...RUN, '--out', 'json', '--json')
    const report = JSON.parse(readFileSync(join(folder, 'json', 'report.json'), 'utf8'))
    expect([code, JSON.parse(stdout)]).toEqual([0, report.values])
  })

  it('prints nothing with --quiet, and again into its own folder without asking', async () => {
    for (const _ of [1, 2]) {
      expect(await zerosec(...RUN, '--out', 'quiet', '--quiet')).toEqual({ code: 0, stdout: '', stderr: '' })
    }
  })

  it('gives the same bytes for the same seed', async () => {
    await zerosec(...RUN, '--out', 'once', '--seed', '7', '--quiet')
    await zerosec(...RUN, '--out', 'twice', '--seed', '7', '--quiet')
    for (const file of ['report.json', 'report.xlsx']) {
      expect(readFileSync(join(folder, 'once', file)).equals(readFileSync(join(folder, 'twice', file)))).toBe(true)
    }
  })

  it('takes parameters from a file, and those of --set over them', async () => {
    const args = ['run', 'linear_analysis', '強度.csv', '--parameters', 'parameters.json', '--set', 'cv_splits=3']
    expect(await zerosec(...args, '--out', 'file', '--quiet')).toMatchObject({ code: 0 })
    const { parameters } = JSON.parse(readFileSync(join(folder, 'file', 'report.json'), 'utf8'))
    expect(parameters).toMatchObject({ target_column: '強度', cv_splits: 3 })
  })

  it('names its folder after the file and the analysis', async () => {
    await zerosec(...RUN, '--quiet')
    expect(existsSync(join(folder, '強度-linear_analysis', 'report.json'))).toBe(true)
  })

  it('never writes over a file that it did not write', async () => {
    await zerosec('run', 'linear_analysis', 'taken.csv', '--set', 'target_column=y', '--out', 'mine', '--quiet')
    rmSync(join(folder, 'mine', '.zerosec-files.json'))
    const outcome = await zerosec('run', 'linear_analysis', 'taken.csv', '--set', 'target_column=y', '--out', 'mine')
    expect(outcome).toMatchObject({ code: 2, stderr: expect.stringContaining('(output_exists)') })
  })
})

describe('what fails says what to do, with the exit code of its kind', () => {
  it.each<[number, string, string[]]>([
    [2, 'command_unknown', ['fly']],
    [2, 'arguments_wrong', ['run', 'linear_analysis']],
    [2, 'arguments_wrong', ['inspect', 'a.csv', 'b.csv']],
    [2, 'option_invalid', ['inspect', '強度.csv', '--colour']],
    [2, 'option_invalid', ['run', 'linear_analysis', '強度.csv', '--out']],
    [2, 'option_invalid', [...RUN, '--seed', 'x']],
    [2, 'option_invalid', [...RUN, '--set', 'x']],
    [2, 'option_invalid', [...RUN, '--parameters', 'broken.json']],
    [2, 'analysis_unknown', ['run', 'astrology', '強度.csv']],
    [2, 'analysis_unknown', ['analyses', 'astrology']],
    [2, 'file_not_found', ['inspect', 'missing.csv']],
    [2, 'file_unreadable', ['inspect', 'folder.csv']],
    [2, 'parameter_unknown', [...RUN, '--set', 'colour=red']],
    [2, 'parameter_invalid', [...RUN, '--set', 'cv_splits=many']],
    [2, 'column_unknown', ['run', 'linear_analysis', '強度.csv', '--set', 'target_column=zz']],
    [3, 'file_header_only', ['inspect', 'header-only.csv']],
    [3, 'file_type_unsupported', ['inspect', 'broken.json']],
  ])('%i %s: %j', async (exit, code, args) => {
    const { stdout, stderr, ...outcome } = await zerosec(...args)
    expect([outcome.code, stdout]).toEqual([exit, ''])
    expect(stderr).toMatch(/^error: [A-Z一-龠"]/u)
    expect(stderr.trimEnd().endsWith(`(${code})`)).toBe(true)
  })

  it('with --json the error is on standard output as well', async () => {
    const { code, stdout } = await zerosec('inspect', 'missing.csv', '--json')
    expect(code).toBe(2)
    expect(JSON.parse(stdout)).toEqual({
      error: {
        code: 'file_not_found',
        message: expect.stringContaining('missing.csv'),
        details: { file: 'missing.csv' },
      },
    })
  })
})

describe('zerosec inspect', () => {
  it('shows the columns with their kinds and ranges', async () => {
    const { code, stdout } = await zerosec('inspect', '強度.csv')
    expect(code).toBe(0)
    expect(stdout).toContain('強度.csv: 40 rows × 3 columns')
    expect(stdout).toMatch(/^セメント +number +11 +0 to 10$/m)
  })

  it('prints the profile with --json', async () => {
    const { stdout } = await zerosec('inspect', '強度.csv', '--json')
    expect(JSON.parse(stdout)).toMatchObject({
      rows: 40,
      columns: [{ name: '水' }, { name: 'セメント' }, { name: '強度' }],
    })
  })
})

describe('what zerosec tells of itself', () => {
  it.each([
    [['--version'], packageJson.version],
    [['--help'], 'Usage: zerosec <command>'],
    [[], 'Usage: zerosec <command>'],
    [['run', '--help'], '--set NAME=VALUE'],
    [['analyses'], 'linear_analysis'],
    [['analyses', 'linear_analysis'], 'target_column: string, required'],
  ])('%j prints %s', async (args, text) => {
    const { code, stdout, stderr } = await zerosec(...args)
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toContain(text)
  })

  it('a reader that stops reading is no fault', async () => {
    const child = spawn(process.execPath, [BIN, '--help'], { stdio: ['ignore', 'pipe', 'pipe'] })
    child.stdout.destroy()
    let stderr = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    const [code] = (await once(child, 'close')) as [number | null]
    expect([code, stderr]).toEqual([0, ''])
  })

  it('the doctor finds this installation well, and says where each setting comes from', async () => {
    const { code, stdout } = await zerosec('doctor', '--json')
    const { checks, settings } = JSON.parse(stdout)
    expect([code, checks.filter((check: { state: string }) => check.state === 'broken')]).toEqual([0, []])
    expect(settings).toContainEqual(expect.objectContaining({ name: 'ZEROSEC_DATA', source: 'default' }))
  })
})

describe('zerosec start', () => {
  it('serves until it is told to stop, and then ends with 0', async () => {
    const child = spawn(process.execPath, [BIN, 'start', '--port', '0'], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const closed = once(child, 'close')
    let stdout = ''
    const url = await new Promise<string>((resolve, reject) => {
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        stdout += text
        const found = /http:\/\/\S+/.exec(stdout)
        if (found) resolve(found[0])
      })
      child.once('close', () => reject(new Error(`ended before it was ready:\n${stdout}`)))
    })
    expect(await (await fetch(`${url}/health`)).json()).toMatchObject({
      status: 'healthy',
      version: packageJson.version,
    })
    child.kill('SIGTERM')
    expect(await closed).toEqual([0, null])
  })
})

describeWithReferenceData('on a public table', () => {
  it('run gives the R² that R gives', async () => {
    const args = [
      'run',
      'linear_analysis',
      referencePath('tables/concrete_strength.csv'),
      '--set',
      'target_column=strength',
    ]
    const { code, stdout } = await zerosec(...args, '--out', 'concrete', '--json')
    expect([code, JSON.parse(stdout).r2.toFixed(6)]).toEqual([0, '0.615520'])
  })
})
