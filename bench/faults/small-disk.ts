import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ServerUser } from '../../test/postgres-programs.ts'

/** Mounts for itself and its children alone, in Linux's namespaces; nobody has to be root for that. */
const MOUNT = 'mount -t tmpfs -o "size=$1" none "$0" && mkdir -m 700 "$0/data" && echo mounted && exec cat'

/** A file system of a few megabytes that can be filled up: what is written to it then gets a real ENOSPC. */
export class SmallDisk {
  /** Empty, its user's own. Others than the process that mounted it reach it through /proc. */
  readonly folder: string
  readonly #holder: ChildProcess
  readonly #mountPoint: string
  readonly #user: ServerUser

  private constructor(holder: ChildProcess, mountPoint: string, user: ServerUser) {
    this.#user = user
    this.#holder = holder
    this.#mountPoint = mountPoint
    this.folder = join(`/proc/${holder.pid}/root`, mountPoint, 'data')
  }

  /** @returns undefined where this machine lets nobody mount anything */
  static async open(megabytes: number, user: ServerUser = {}): Promise<SmallDisk | undefined> {
    const mountPoint = mkdtempSync(join(tmpdir(), 'zerosec-disk-'))
    const wrapped = ['-rm', 'sh', '-c', MOUNT, mountPoint, `${megabytes}m`]
    // its standard input closes with this process, however that ends
    const holder = spawn('unshare', wrapped, { ...user, cwd: '/', stdio: ['pipe', 'pipe', 'ignore'] })
    holder.once('error', () => {})
    const first = await Promise.race([once(holder.stdout, 'data'), once(holder, 'close')]).catch((): unknown[] => [])
    if (Buffer.isBuffer(first[0])) return new SmallDisk(holder, mountPoint, user)
    rmSync(mountPoint, { recursive: true })
    return undefined
  }

  get #ballast(): string {
    return join(this.folder, '..', 'ballast')
  }

  /** To the last block, as its user: of others not even root is known there. */
  fill(): void {
    const { stderr } = spawnSync('sh', ['-c', 'cat /dev/zero > "$0"', this.#ballast], {
      ...this.#user,
      encoding: 'utf8',
    })
    if (!stderr.includes('No space left')) throw new Error(`the disk could not be filled: ${stderr}`)
  }

  free(): void {
    execFileSync('rm', [this.#ballast], this.#user)
  }

  async close(): Promise<void> {
    const ended = once(this.#holder, 'close')
    this.#holder.kill('SIGKILL')
    await ended
    rmSync(this.#mountPoint, { recursive: true, force: true })
  }
}
