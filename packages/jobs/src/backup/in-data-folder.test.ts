import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { inDataFolder } from './in-data-folder.ts'

const isLinux = existsSync('/dev/full') && existsSync('/sys/kernel')

it.runIf(isLinux).each([
  ['a full disk', 'storage_full', () => writeFile('/dev/full', 'rows')],
  ["a folder that is another user's", 'configuration_invalid', () => mkdir('/sys/kernel/zerosec')],
])('tells of %s in our words', async (_, code, work) => {
  await expect(inDataFolder('rows', work)).rejects.toMatchObject({ code })
})

it('leaves other faults as they are', async () => {
  const fault = new Error('a fault')
  await expect(inDataFolder('rows', () => Promise.reject(fault))).rejects.toBe(fault)
})
