import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import S3rver from '@20minutes/s3rver'

/** The one pair of keys that the server knows. */
export const STRICT_S3_CREDENTIALS = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' } as const

export interface StrictS3Server {
  /** `http://127.0.0.1:<port>` */
  readonly endpoint: string
  stop(): Promise<void>
}

/**
 * An S3 server on a free port of the loopback that checks signatures, their expiry and what they bind: s3rver. It takes no signed list
 * or deletion (it reads a bucket's path wrongly), so it is for URLs; what needs these runs on `startS3Server`.
 *
 * @param cors  a bucket's CORSConfiguration
 */
export async function startStrictS3Server(buckets: readonly string[], cors?: string): Promise<StrictS3Server> {
  const directory = mkdtempSync(join(tmpdir(), 'zerosec-s3-'))
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory,
    allowMismatchedSignatures: false,
    configureBuckets: buckets.map((name) => ({ name, ...(cors === undefined ? {} : { configs: [cors] }) })),
  })
  const { port } = await server.run()
  return {
    endpoint: `http://127.0.0.1:${port}`,
    async stop() {
      await server.close()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
