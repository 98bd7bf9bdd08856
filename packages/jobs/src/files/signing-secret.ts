import { randomBytes, randomUUID } from 'node:crypto'
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const BYTES = 32

/** The key that signs URLs: made once for a data folder, readable by this user only. Two starters at once get the same one. */
export function signingSecret(dataFolder: string): Buffer {
  const path = join(dataFolder, 'signing-secret')
  const existing = read(path)
  if (existing) return existing
  const draft = `${path}.${randomUUID()}` // by no number of a process: in containers each is the first
  try {
    writeFileSync(draft, randomBytes(BYTES).toString('hex'), { mode: 0o600, flush: true })
    linkSync(draft, path)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    rmSync(draft, { force: true })
  }
  return Buffer.from(readFileSync(path, 'utf8'), 'hex')
}

function read(path: string): Buffer | undefined {
  try {
    const secret = Buffer.from(readFileSync(path, 'utf8'), 'hex')
    if (secret.length === BYTES) return secret
    throw new Error(`${path} does not hold a key of ${BYTES} bytes; delete it to have a new one made`)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
