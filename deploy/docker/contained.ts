import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chownSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { type AssembleOptions, assemble, type Target } from './assemble.ts'
import { DOCKERFILE, type ImageDefinition, imageDefinition, stagesOf, words } from './image-definition.ts'

/** What distroless/cc has of libraries that programs load; no shell, no tools. */
const LIBRARIES =
  'c.so.6 dl.so.2 gcc_s.so.1 m.so.6 nss_dns.so.2 nss_files.so.2 pthread.so.0 resolv.so.2 rt.so.1 stdc++.so.6'
    .split(' ')
    .map((name) => `/lib/x86_64-linux-gnu/lib${name}`)
const LOADER = '/lib64/ld-linux-x86-64.so.2'
const DEVICES = ['null', 'zero', 'random', 'urandom']
const PASSWD = 'root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin\n'

/** A mount and process namespace whose root is the image's, read-only but for /tmp and what is mounted; then no rights are left. */
const ENTER = `
set -e
root=$1; user=$2; mounts=$3; shift 3
mount --bind "$root" "$root"
for device in ${DEVICES.join(' ')}; do mount --bind "/dev/$device" "$root/dev/$device"; done
mount -t proc proc "$root/proc"
mount -t tmpfs -o size=256m,mode=1777 none "$root/tmp"
echo "$mounts" | while IFS='>' read -r from to; do [ -z "$from" ] || mount --bind "$from" "$root$to"; done
mount -o remount,bind,ro,nosuid "$root"
exec setpriv --no-new-privs chroot --userspec="$user" --groups= "$root" "$@"`

/** Whether this process may make namespaces and change users, as a container engine does. */
export const CAN_CONTAIN =
  process.platform === 'linux' &&
  process.arch === 'x64' &&
  process.getuid?.() === 0 &&
  spawnSync('unshare', ['--mount', '--pid', '--fork', 'setpriv', '--no-new-privs', 'true']).status === 0

export interface Mount {
  readonly from: string
  /** In the container; made in the image's tree where it is not there. */
  readonly to: string
}

/** An image's tree on the disk: what its base has, and what the COPYs of the Dockerfile bring. */
export interface ImageTree {
  readonly root: string
  readonly image: ImageDefinition
}

/**
 * Lays out the root of an image as its Dockerfile says: each COPY from the build stage is answered by the instruction there that
 * made what it copies. An instruction that this does not know is an error, so that the tree can't be another than the image's.
 */
export function imageTree(target: Target, root: string, repository: string): ImageTree {
  const image = imageDefinition(target)
  for (const { from, source, goal } of image.copies) {
    if (from !== 'build') throw new RangeError(`COPY from ${from}: only the stage "build" is known here`)
    copyFromBuild(source, join(root, goal), { root: repository, folder: join(root, goal), link: true })
  }
  for (const library of [...LIBRARIES, LOADER]) {
    mkdirSync(join(root, dirname(library)), { recursive: true })
    copyFileSync(realpathSync(library), join(root, library))
  }
  for (const folder of ['dev', 'proc', 'tmp', 'etc', 'run']) mkdirSync(join(root, folder), { recursive: true })
  for (const device of DEVICES) writeFileSync(join(root, 'dev', device), '')
  writeFileSync(join(root, 'etc', 'passwd'), PASSWD)
  writeFileSync(join(root, 'etc', 'hosts'), '127.0.0.1 localhost\n')
  return { root, image }
}

function copyFromBuild(source: string, goal: string, options: AssembleOptions): void {
  if (source === '/usr/local/bin/node') {
    mkdirSync(dirname(goal), { recursive: true })
    return linkSync(realpathSync(process.execPath), goal)
  }
  const build = stagesOf(readFileSync(DOCKERFILE, 'utf8')).find(({ name }) => name === 'build')
  const maker = build?.instructions.find((each) => each.getKeyword() === 'RUN' && words(each).at(-1) === source)
  const [program, ...rest] = maker ? words(maker) : []
  if (program === 'mkdir') return void mkdirSync(goal, { recursive: true })
  const [script, target] = rest
  if (program !== 'node' || script !== 'deploy/docker/assemble.ts') {
    throw new RangeError(
      `${source} is copied into the image, and no RUN of the stage "build" that is known here makes it`,
    )
  }
  assemble(target as Target, options)
}

export interface Contained {
  /** In the tree's own namespaces: 1. Here: this. */
  readonly pid: number
  /** Runs another command in the same container, as `docker exec` does. */
  execute(command: readonly string[]): Promise<{ status: number | null; output: string }>
  /** Sends a signal to the first process and answers with its exit code and how long it took, in ms. */
  stop(signal?: NodeJS.Signals): Promise<{ code: number | null; milliseconds: number }>
  /** Both streams so far. */
  log(): string
}

export interface RunOptions {
  /** Beside the image's own. */
  readonly environment?: Readonly<Record<string, string>>
  readonly mounts?: readonly Mount[]
  /** Instead of the image's CMD. */
  readonly command?: readonly string[]
}

/** Starts an image's entry point as a container engine would: as its user, on a read-only root, as the first process. */
export async function runContained({ root, image }: ImageTree, options: RunOptions = {}): Promise<Contained> {
  const { environment = {}, mounts = [], command = image.command } = options
  for (const { from, to } of mounts) placeFor(from, join(root, to))
  const user = image.user ?? '0:0'
  const list = mounts.map(({ from, to }) => `${from}>${to}`).join('\n')
  const env = { ...image.environment, ...environment, PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin' }
  const enter = ['--mount', '--pid', '--fork', '--kill-child', 'sh', '-c', ENTER, 'sh', root, user, list]
  const child = spawn('unshare', [...enter, ...image.entrypoint, ...command], {
    env,
    cwd: join(root, image.workingDirectory),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let log = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (log += String(chunk)))
  const pid = await firstProcess(child)
  return {
    pid,
    log: () => log,
    async execute(given) {
      const inside = ['--target', String(pid), '--mount', '--pid', 'setpriv', '--no-new-privs', 'chroot']
      const exec = spawn('nsenter', [...inside, `--userspec=${user}`, '--groups=', root, ...given], { env })
      const [output, errors] = await Promise.all([text(exec.stdout), text(exec.stderr), once(exec, 'exit')])
      return { status: exec.exitCode, output: output + errors }
    },
    async stop(signal = 'SIGTERM') {
      const started = performance.now()
      const ended = child.exitCode === null ? once(child, 'exit') : undefined
      if (ended) process.kill(pid, signal)
      await ended
      return { code: child.exitCode, milliseconds: performance.now() - started }
    },
  }
}

/** What a mount hides has to be there: a folder for a folder, a file for a file. */
function placeFor(from: string, to: string): void {
  if (existsSync(to)) return
  const isFolder = spawnSync('test', ['-d', from]).status === 0
  mkdirSync(isFolder ? to : dirname(to), { recursive: true })
  if (!isFolder) writeFileSync(to, '')
}

async function firstProcess(child: ChildProcess): Promise<number> {
  for (;;) {
    const children = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim()
    if (children !== '') return Number(children)
    if (child.exitCode !== null) throw new Error('the container could not be started')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** A folder that the image's user may write to. */
export function ownedFolder(path: string, { user = '0:0' }: ImageDefinition): string {
  mkdirSync(path, { recursive: true })
  const [uid = 0, gid = 0] = user.split(':').map(Number)
  chownSync(path, uid, gid)
  return path
}

/** Of a tree, in MB. */
export function sizeMb(folder: string): number {
  return Number(execFileSync('du', ['-sm', folder], { encoding: 'utf8' }).split('\t')[0])
}
