import { existsSync } from 'node:fs'
import { expect, it } from 'vitest'
import { readConfiguration } from './configuration.ts'
import { makeDataFolder } from './data-folder.ts'
import { openDatabase } from './database/database.ts'
import { SILENT } from './log.ts'

/** Where not even root makes folders. */
const CLOSED = '/sys/kernel/zerosec'

it.runIf(existsSync('/sys/kernel'))(
  'a data folder that this user may not make is told as a wrong setting',
  async () => {
    const refusal = { code: 'configuration_invalid', details: { setting: 'ZEROSEC_DATA' } }
    expect(() => makeDataFolder(CLOSED)).toThrow(expect.objectContaining({ code: refusal.code }))
    const opened = openDatabase(readConfiguration({ ZEROSEC_DATA: CLOSED }), SILENT)
    await expect(opened).rejects.toMatchObject(refusal)
  },
)
