import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { DATABASES } from '../../test/databases.ts'
import { openDefault } from '../../test/open-default.ts'
import { type Configuration, type Environment, readConfiguration } from '../configuration.ts'
import { SILENT } from '../log.ts'
import { backUp } from './back-up.ts'
import { asideFolder, settleRestore, stagingFolder, writeJournal } from './restore-journal.ts'

const options = { taskEntry: new URL('../../test/test-task.ts', import.meta.url), checkParameters: () => [] }
const root = mkdtempSync(join(tmpdir(), 'zerosec-restore-'))
afterAll(() => rmSync(root, { recursive: true, force: true, maxRetries: 3 }))

describe('a restore that was killed in its last step', () => {
  const ID = '0123456789ab'
  const broken = async (
    folder: string,
    needsServer: boolean,
    environment: Environment = {},
  ): Promise<Configuration> => {
    const configuration = readConfiguration({ ...environment, ZEROSEC_DATA: join(root, folder) })
    const staging = stagingFolder(configuration.dataFolder, ID)
    for (const name of ['files', 'commerce']) {
      mkdirSync(join(staging, name), { recursive: true })
      writeFileSync(join(staging, name, 'new'), '')
    }
    // the first of the two was moved aside, and not yet replaced
    mkdirSync(join(asideFolder(configuration.dataFolder, ID), 'files'), { recursive: true })
    mkdirSync(join(configuration.dataFolder, 'commerce'))
    writeFileSync(join(configuration.dataFolder, 'commerce', 'old'), '')
    await writeJournal(configuration.dataFolder, {
      format: 'zerosec.restore/1',
      id: ID,
      entries: ['files', 'commerce'],
      needsServer,
    })
    return configuration
  }
  const has = ({ dataFolder }: Configuration, path: string): boolean => existsSync(join(dataFolder, path))

  it('is ended by whoever opens the data folder next', async () => {
    const configuration = await broken('killed', false)
    await settleRestore(configuration, SILENT)
    const found = ['files/new', 'commerce/new', 'commerce/old', 'restore.json'].map((path) => has(configuration, path))
    expect(found).toEqual([true, true, false, false])
    expect(has(configuration, `before-restore-${ID}/commerce/old`)).toBe(true)
    expect(has(configuration, `restoring-${ID}`)).toBe(false)
  })

  it('is ended before a backup is made', async () => {
    const configuration = await broken('killed-twice', false)
    const sink = async (): Promise<void> => {}
    let isEnded = false
    const dump = async (): Promise<void> => {
      isEnded = has(configuration, 'commerce/new') && !has(configuration, 'restore.json')
      throw new Error('seen')
    }
    await expect(backUp({ configuration, sink, dump, withSigningSecret: false })).rejects.toThrow('seen')
    expect(isEnded).toBe(true)
  })

  it('is undone where the tables of the server had not been exchanged', async () => {
    const server = DATABASES.at(-1)![1]
    if (server['DATABASE_URL'] === undefined) return
    const configuration = await broken('undecided', true, server)
    await (await openDefault(configuration, options)).close()
    expect(has(configuration, 'commerce/old')).toBe(true)
    expect([has(configuration, 'restore.json'), has(configuration, `restoring-${ID}`)]).toEqual([false, false])
    const embedded = readConfiguration({ ZEROSEC_DATA: join(root, 'undecided') })
    await writeJournal(embedded.dataFolder, { format: 'zerosec.restore/1', id: ID, entries: [], needsServer: true })
    await expect(openDefault(embedded, options)).rejects.toMatchObject({ code: 'configuration_invalid' })
  })
})
