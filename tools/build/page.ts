import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { closeSync, existsSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withLock } from '../launch/lock.mjs'

/** What the page is made from: its own files and the packages that it bundles. */
const INPUTS = [
  'apps/web',
  'packages/analyses',
  'packages/client',
  'packages/contract',
  'packages/engine',
  'packages/errors',
  'packages/model',
  'packages/report',
  'packages/table',
  'docs',
]
const NOT_INPUTS = new Set(['node_modules', '.next', 'out', 'next-env.d.ts'])

/** Exports the page to `apps/web/out` where it is missing or was made from other files; answers whether it was built. */
export async function buildPageIfStale(root: string): Promise<boolean> {
  if (isFresh(root)) return false
  return await withLock(join(root, '.build', 'page.lock'), async () => {
    if (isFresh(root)) return false
    const fingerprint = fingerprintOf(root) // before the build: what changes meanwhile is built the next time
    console.error('Building the page (next build) …')
    await exportPage(root)
    writeFileSync(stampFile(root), fingerprint)
    return true
  })
}

function isFresh(root: string): boolean {
  const stamp = stampFile(root)
  const built = existsSync(join(root, 'apps/web/out/index.html')) && existsSync(stamp)
  return built && readFileSync(stamp, 'utf8') === fingerprintOf(root)
}

function stampFile(root: string): string {
  return join(root, '.build', 'page.stamp')
}

/** Over names and contents, so that a checkout, which touches times only, builds nothing. */
function fingerprintOf(root: string): string {
  const hash = createHash('sha256')
  for (const file of ['package-lock.json', ...INPUTS.flatMap((folder) => filesBelow(root, folder))]) {
    hash.update(`${file}\n`).update(readFileSync(join(root, file)))
  }
  return hash.digest('hex')
}

function filesBelow(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter(({ name }) => !NOT_INPUTS.has(name) && !/\.test\.tsx?$/.test(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) =>
      entry.isDirectory() ? filesBelow(root, `${folder}/${entry.name}`) : [`${folder}/${entry.name}`],
    )
}

/** Its output goes to `.build/page.log`; a failure shows it. Ended with this process, so that nobody is left building. */
async function exportPage(root: string): Promise<void> {
  const log = join(root, '.build', 'page.log')
  const file = openSync(log, 'w')
  const next = spawn(process.execPath, [join(root, 'node_modules', 'next', 'dist', 'bin', 'next'), 'build'], {
    cwd: join(root, 'apps', 'web'),
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    stdio: ['ignore', file, file],
  })
  const stop = (signal: NodeJS.Signals): void => {
    next.kill(signal)
    process.exit(1)
  }
  for (const signal of SIGNALS) process.on(signal, stop)
  const [code] = (await once(next, 'exit')) as [number | null]
  for (const signal of SIGNALS) process.off(signal, stop)
  closeSync(file)
  if (code !== 0) throw new Error(`next build failed:\n${readFileSync(log, 'utf8')}`)
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
