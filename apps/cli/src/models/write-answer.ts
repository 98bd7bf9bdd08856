import { createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileInto } from '@zerosec/client/file'
import { CodedError } from '@zerosec/errors'

/**
 * Writes an answer to a file, whole or not at all, so that it may be the one that was asked about; to a device or pipe as it comes; or to
 * standard output.
 *
 * @throws CodedError output_not_writable
 */
export async function writeAnswer(out: string | undefined, content: Readable): Promise<void> {
  if (out === undefined) return pipeline(content, process.stdout, { end: false })
  try {
    const found = await stat(out).catch(() => undefined)
    // what is renamed over a device takes its place
    if (found && !found.isFile()) await pipeline(content, createWriteStream(out))
    else await pipeline(content, Writable.fromWeb(await fileInto(out)()))
  } catch (error) {
    if (!(error instanceof Error) || !('syscall' in error) || !('code' in error)) throw error
    const folder = error.code === 'EISDIR' ? out : dirname(out)
    throw new CodedError('output_not_writable', { folder, problem: String(error.code) }, { cause: error })
  }
}
