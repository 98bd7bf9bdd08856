import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { CodedError } from '@zerosec/errors'
import { dumpDatabase, type Platform, SPOOL } from '@zerosec/jobs'
import { callerOf } from '../access/caller-of.ts'
import type { Api } from '../api.ts'

/**
 * The rows of the database as of one instant, for `zerosec backup` of whoever runs the machine: the embedded database is this process's
 * alone. They are on the disk before the first is sent, as a slow reader would hold up everyone else.
 */
export function backupRoutes(app: Api, platform: Platform, dataFolder: string): void {
  app.post('/backup/database', { config: { scope: 'admin' }, schema: { hide: true } }, async (request, reply) => {
    if (!callerOf(request).operator) throw new CodedError('scope_missing', { needed: 'operator', scope: 'admin' })
    const spool = await mkdtemp(join(dataFolder, SPOOL))
    const remove = (): Promise<void> => rm(spool, { recursive: true, force: true })
    const path = join(spool, 'database.jsonl')
    await dumpDatabase(platform.database, path).catch(async (error: unknown) => {
      await remove()
      throw error
    })
    const content = createReadStream(path).once('close', () => void remove())
    return reply.type('application/x-ndjson').header('cache-control', 'no-store').send(content)
  })
}
