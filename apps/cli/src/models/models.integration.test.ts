import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Service, serve } from '@zerosec/api'
import { readConfiguration } from '@zerosec/jobs'
import { encodeModel } from '@zerosec/model'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { sampleModel, sampleTrees } from '../../../../packages/model/test/sample-models.ts'
import { row, workbookBytes } from '../../../../packages/table/test/workbook-bytes.ts'
import { models } from '../commands/models.ts'
import { parseCall } from '../parse-call.ts'

let folder: string
let service: Service
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zerosec-models-'))
  const environment = { ZEROSEC_DATA: join(folder, 'data'), ZEROSEC_PORT: '0', ZEROSEC_AUTH: 'off' }
  service = await serve({ configuration: readConfiguration(environment), worker: false, print: () => {} })
  for (const by of [1, 2]) {
    const model = sampleModel({ kind: 'trees', ensemble: sampleTrees('squared', by), link: 'identity' })
    await writeFile(join(folder, `${by}.zsm`), encodeModel(model))
  }
  await copyFile(join(folder, '1.zsm'), join(folder, '1.csv'))
  await writeFile(join(folder, 'no-workbook.xlsx'), 'PK')
  await writeFile(join(folder, 'old.xls'), 'PK')
  await writeFile(join(folder, 'no-rows.json'), '{"rows": []}')
  await writeFile(
    join(folder, 'rows.json'),
    JSON.stringify([{ temperature: 1, '圧力 "P"': 0.5, solvent: 'S1', stirred: true }]),
  )
  await writeFile(
    join(folder, 'rows.csv'),
    'temperature,"圧力 ""P""",solvent,stirred\n1,0.5,S1,true\nhot,0.5,S1,true\n',
  )
})
afterAll(async () => {
  await service.close()
  await rm(folder, { recursive: true })
})

/** What a command prints. */
async function zerosec(name: string, ...args: string[]): Promise<string> {
  const command = models.commands.find((each) => each.name === `models ${name}`)!
  const written: string[] = []
  const write = vi
    .spyOn(process.stdout, 'write')
    .mockImplementation((text) => written.push(Buffer.from(text as Uint8Array).toString()) > 0)
  try {
    await command.run(parseCall(command, [...args, '--to', service.url]))
  } finally {
    write.mockRestore()
  }
  return written.join('')
}

it('registers, shows, promotes, asks, exports and rolls back', async () => {
  const path = (name: string) => join(folder, name)
  expect(await zerosec('register', 'wine', path('1.zsm'), '--alias', 'production')).toBe(
    'wine has version 1, production: yield by blend\n',
  )
  expect(await zerosec('register', 'wine', path('2.zsm'))).toContain('wine has version 2: ')
  expect(await zerosec('list')).toMatch(/^model +predicts .*\nwine +yield +blend +2 +production 1/)
  expect(await zerosec('promote', 'wine', '2', '--reason', 'better')).toBe('wine: production is version 2 now.\n')
  expect(await zerosec('show', 'wine')).toMatch(/promote +production +1 → 2 +anyone +better/)
  expect(JSON.parse(await zerosec('predict', 'wine', path('rows.json')))).toMatchObject({ model_version: 2, errors: 0 })
  await zerosec('predict', 'wine', path('rows.csv'), '--version', '1', '--out', path('out.csv'))
  expect(await readFile(path('out.csv'), 'utf8')).toMatch(
    /,prediction_yield,flags,error\r\n1,.*\r\nhot,.*predict_cell_unreadable/,
  )
  expect(await zerosec('rollback', 'wine')).toBe('wine: production is version 1 now.\n')
  await zerosec('export', 'wine', '--out', path('copy.zsm'))
  expect(await readFile(path('copy.zsm'))).toEqual(await readFile(path('1.zsm')))
})

it('predicts a file in Shift_JIS, whole or not at all, in place of the file itself where that is said', async () => {
  const path = join(folder, 'japanese.csv')
  // 圧力 in code page 932
  const [before = '', after = ''] = 'temperature,"圧力 ""P""",solvent,stirred\n1,0.5,S1,true\n'.split('圧力')
  await writeFile(path, Buffer.concat([Buffer.from(before), Buffer.of(0x88, 0xb3, 0x97, 0xcd), Buffer.from(after)]))
  const answer = /^temperature,"圧力 ""P""",.*\r\n1,0.5,S1,true,\d/
  expect(await zerosec('predict', 'wine', path)).toMatch(answer)
  await zerosec('predict', 'wine', path, '--encoding', 'shift_jis', '--out', path)
  expect(await readFile(path, 'utf8')).toMatch(answer)
  for (const out of [folder, join(folder, 'nowhere', 'out.csv')])
    await expect(zerosec('predict', 'wine', join(folder, 'rows.csv'), '--out', out)).rejects.toMatchObject({
      code: 'output_not_writable',
    })
  expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([])
})

it('predicts a sheet of a workbook as analyses read it, and refuses a cell that is no number in its own row', async () => {
  const path = join(folder, 'new runs.xlsx')
  const rows = [
    row(1, 'Runs of November'),
    row(3, 'temperature', '圧力 "P"', 'solvent', 'stirred'),
    row(4, '°C', 'MPa'),
    ...Array.from({ length: 9 }, (_, i) => row(5 + i, i === 4 ? 'hot' : 1 + i, 0.5, 'S1', 'TRUE')),
  ]
  const sheets = [
    { name: 'notes', rows: row(1, 'nothing here') },
    { name: '実験', rows: rows.join('') },
  ]
  await writeFile(path, workbookBytes(sheets))
  const told = vi.spyOn(process.stderr, 'write').mockImplementation(() => true)
  const lines = (await zerosec('predict', 'wine', path)).split('\r\n')
  expect(told.mock.calls.join('')).toMatch(/row 9.*"hot"/)
  told.mockRestore()
  expect(lines).toHaveLength(11)
  expect(lines[0]).toBe('\uFEFFtemperature,"圧力 ""P""",solvent,stirred,prediction_yield,flags,error')
  expect(lines[1]).toMatch(/^1,0\.5,S1,true,[\d.-]+,,$/)
  expect(lines[5]).toMatch(/^hot,0\.5,S1,true,,,"?predict_cell_unreadable/)
  await expect(zerosec('predict', 'wine', path, '--sheet', 'none')).rejects.toMatchObject({ code: 'sheet_unknown' })
})

it('finds the header of a CSV below its title, and else says which columns are missing', async () => {
  const [path, other] = [join(folder, 'titled.csv'), join(folder, 'other.csv')]
  const header = 'temperature,"圧力 ""P""",solvent,stirred'
  const rows = Array.from({ length: 6 }, (_, i) => `${1 + i},0.5,S1,true`)
  await writeFile(path, ['Runs of November,,,', ',,,', header, '°C,MPa,,', ...rows, ''].join('\n'))
  await writeFile(other, 'temperature,solvent\n')
  const told = vi.spyOn(process.stderr, 'write').mockImplementation(() => true)
  const lines = (await zerosec('predict', 'wine', path)).split('\r\n').slice(0, -1)
  expect(told.mock.calls.join('')).toMatch(/its first line has not the model's columns.*Runs of November/s)
  await expect(zerosec('predict', 'wine', path, '--out', join(folder, 'nowhere', 'out.csv'))).rejects.toMatchObject({
    code: 'output_not_writable',
  })
  told.mockRestore()
  expect(lines[0]).toBe(`\uFEFF${header},prediction_yield,flags,error`)
  expect(lines.slice(1)).toEqual(rows.map((row) => expect.stringMatching(new RegExp(`^${row},[\\d.-]+,,$`))))
  await expect(zerosec('predict', 'wine', other)).rejects.toMatchObject({
    code: 'model_inputs_missing',
    message: expect.stringContaining('圧力'),
  })
})

it.each([',', '|'])('fails where the file breaks off, with what came before, its delimiter %s', async (delimiter) => {
  const path = join(folder, 'broken.csv')
  const rows = (await readFile(join(folder, 'rows.csv'), 'utf8')).replaceAll(',', delimiter)
  await writeFile(path, `${rows}"1,0.5,S1,true\n`)
  const out = join(folder, 'until.csv')
  await expect(zerosec('predict', 'wine', path, '--out', out)).rejects.toMatchObject({
    code: 'predict_csv_invalid',
    exit: 3,
    message: expect.stringContaining('quotation mark'),
  })
  expect(await readFile(out, 'utf8')).toMatch(/\r\n1[,|].*\r\nhot[,|]/)
})

it.each([
  ['model_unknown', ['show', 'none']],
  ['arguments_wrong', ['promote', 'wine', 'two']],
  ['option_invalid', ['export', 'wine', '--format', 'pmml']],
  ['model_rollback_impossible', ['rollback', 'wine']],
  ['file_not_found', ['predict', 'wine', 'nowhere.csv']],
  ['file_not_found', ['register', 'wine', 'nowhere.zsm']],
  ['file_unreadable', ['register', 'wine', 'FOLDER']],
  ['model_file_foreign', ['register', 'wine', 'FOLDER/rows.csv']],
  ['file_corrupt', ['predict', 'wine', 'FOLDER/no-workbook.xlsx']],
  ['file_type_unsupported', ['predict', 'wine', 'FOLDER/old.xls']],
  ['file_corrupt', ['predict', 'wine', 'FOLDER/no-rows.json']],
  ['option_invalid', ['predict', 'wine@production', 'FOLDER/rows.csv', '--version', '1']],
  ['option_invalid', ['predict', 'wine', 'FOLDER/rows.csv', '--level', '90 %']],
  ['option_invalid', ['predict', 'wine', 'FOLDER/rows.csv', '--encoding', 'klingon']],
  ['encoding_unknown', ['predict', 'wine', 'FOLDER/1.csv']],
  ['output_not_writable', ['export', 'wine', '--out', 'FOLDER/nowhere/wine.zsm']],
])('%s', async (code, [name = '', ...args]) => {
  const given = args.map((argument) => argument.replace('FOLDER', folder))
  await expect(zerosec(name, ...given)).rejects.toMatchObject({ code })
})
