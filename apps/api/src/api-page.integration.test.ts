import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { startApi } from '../test/running-api.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))

it('docs/api.md works as typed, in a shell with curl', async () => {
  const api = await startApi()
  const folder = await mkdtemp(join(tmpdir(), 'zerosec-docs-'))
  try {
    const page = await readFile(`${root}docs/api.md`, 'utf8')
    const typed = [...page.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, block = '']) => block)
    await symlink(`${root}examples`, join(folder, 'examples'))
    const script = typed.join('\necho\n').replaceAll('http://127.0.0.1:8000', api.url)
    const { stdout } = await promisify(execFile)('bash', ['-euc', script], { cwd: folder })

    expect(typed.length).toBeGreaterThanOrEqual(6)
    expect(stdout).toMatch(/"name":"strength","kind":"number","role":"factor","unit":"MPa"/)
    expect(stdout).toMatch(/event: status\ndata: .*"status":"completed"/)
    expect(stdout).toContain('"file_name":"report.xlsx"')
    expect(stdout).toContain('There is no parameter \\"target\\" in linear_analysis.')
    expect(JSON.parse(await readFile(join(folder, 'report.json'), 'utf8')).analysis).toBe('linear_analysis')
    expect((await readFile(join(folder, 'report.xlsx'))).subarray(0, 2).toString()).toBe('PK')
  } finally {
    await api.stop()
    await rm(folder, { recursive: true })
  }
})
