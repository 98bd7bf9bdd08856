import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Service, serve } from '@zerosec/api'
import { readConfiguration } from '@zerosec/jobs'
import { encodeModel } from '@zerosec/model'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { sampleModel, sampleTrees } from '../../../../packages/model/test/sample-models.ts'
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
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0)
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
    /,prediction_yield,error\r\n1,.*\r\nhot,.*predict_cell_unreadable/,
  )
  expect(await zerosec('rollback', 'wine')).toBe('wine: production is version 1 now.\n')
  await zerosec('export', 'wine', '--out', path('copy.zsm'))
  expect(await readFile(path('copy.zsm'))).toEqual(await readFile(path('1.zsm')))
})

it.each([
  ['model_unknown', ['show', 'none']],
  ['arguments_wrong', ['promote', 'wine', 'two']],
  ['option_invalid', ['export', 'wine', '--format', 'pmml']],
  ['model_rollback_impossible', ['rollback', 'wine']],
  ['file_not_found', ['predict', 'wine', 'nowhere.csv']],
])('%s', async (code, [name = '', ...args]) => {
  await expect(zerosec(name, ...args)).rejects.toMatchObject({ code })
})
