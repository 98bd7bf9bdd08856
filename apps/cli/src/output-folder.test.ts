import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkOutputFolder, folderBeside, writeOutputs } from './output-folder.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zerosec-test-'))
})
afterEach(() => rm(folder, { recursive: true }))

describe('the output folder', () => {
  it('replaces what an earlier run wrote, and removes what only that run wrote', async () => {
    await writeOutputs(folder, [file('report.json', 'old'), file('figures/a.png', 'a'), file('figures/b.png', 'b')])
    await writeOutputs(folder, [file('report.json', 'new'), file('figures/a.png', 'A')])
    expect(await readFile(join(folder, 'report.json'), 'utf8')).toBe('new')
    expect(await readdir(join(folder, 'figures'))).toEqual(['a.png'])
  })

  it('changes nothing where a file that zerosec did not write is in the way', async () => {
    await writeFile(join(folder, 'report.xlsx'), 'mine')
    const files = [file('report.json', 'new'), file('report.xlsx', 'new')]
    await expect(writeOutputs(folder, files)).rejects.toMatchObject({ code: 'output_exists' })
    expect(await readdir(folder)).toEqual(['report.xlsx'])
    expect(await readFile(join(folder, 'report.xlsx'), 'utf8')).toBe('mine')
  })

  it('takes files that lie beside the folder, and makes the folders on the way', async () => {
    const deep = join(folder, 'a', 'b')
    const beside = await folderBeside(deep)
    await writeFile(join(beside, '0'), 'moved')
    await writeOutputs(deep, [{ path: 'figures/a.png', from: join(beside, '0') }])
    expect(await readFile(join(deep, 'figures', 'a.png'), 'utf8')).toBe('moved')
    expect(await readdir(beside)).toEqual([])
  })

  it('leaves other files of the folder alone', async () => {
    await writeFile(join(folder, 'notes.txt'), 'mine')
    await writeOutputs(folder, [file('report.json', 'new')])
    expect(await readFile(join(folder, 'notes.txt'), 'utf8')).toBe('mine')
  })

  it('takes nothing outside the folder for its own, whatever the record says', async () => {
    await writeFile(
      join(folder, '.zerosec-files.json'),
      JSON.stringify(['../elsewhere.txt', '/etc/hosts', 'report.json']),
    )
    expect([...(await checkOutputFolder(folder, []))]).toEqual(['report.json'])
  })

  it('a folder that is a file is refused with a code', async () => {
    await writeFile(join(folder, 'taken'), '')
    const outputs = writeOutputs(join(folder, 'taken'), [file('report.json', 'new')])
    await expect(outputs).rejects.toMatchObject({ code: 'output_not_writable' })
  })
})

function file(path: string, text: string) {
  return { path, bytes: bytes(text) }
}
