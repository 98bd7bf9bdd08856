import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { withLock } from './lock.mjs'

/**
 * Runs `npm ci` where node_modules is missing or is not what package-lock.json and the manifests ask for.
 *
 * @param {string} root
 */
export async function installIfStale(root) {
  if (isInstalled(root)) return
  await withLock(join(root, '.build', 'install.lock'), () => {
    if (isInstalled(root)) return
    console.error('Installing the packages (npm ci) …')
    install(root)
    writeFileSync(stampFile(root), fingerprint(root))
  })
}

/**
 * True where the stamp of the last install fits, or, after an install by hand, where npm's own record of node_modules does.
 *
 * @param {string} root
 */
export function isInstalled(root) {
  const stamp = stampFile(root)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint(root)) return true
  if (!recordFits(root)) return false
  writeFileSync(stamp, fingerprint(root))
  return true
}

/** @param {string} root */
function stampFile(root) {
  return join(root, 'node_modules', '.zerosec-installed')
}

/** @param {string} root */
function fingerprint(root) {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}\n`)
  for (const file of ['package-lock.json', ...manifests(root)]) {
    hash.update(`${file}\n`).update(readFileSync(join(root, file)))
  }
  return hash.digest('hex')
}

/**
 * Whether node_modules holds every package that the lock file names in the locked version (optional ones may be left out), and the
 * lock file fits the manifests.
 *
 * @param {string} root
 */
function recordFits(root) {
  const record = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(record)) return false
  const locked = readJson(join(root, 'package-lock.json')).packages
  const installed = readJson(record).packages
  const fits = Object.entries(locked).every(
    ([path, entry]) =>
      path === '' || installed[path]?.version === entry.version || (!installed[path] && entry.optional),
  )
  return fits && manifests(root).every((file) => manifestFits(readJson(join(root, file)), locked[workspaceOf(file)]))
}

/** @param {Record<string, unknown>} manifest @param {Record<string, unknown> | undefined} locked */
function manifestFits(manifest, locked) {
  const kinds = ['dependencies', 'devDependencies', 'optionalDependencies']
  return kinds.every((kind) => isDeepStrictEqual(manifest[kind] ?? {}, locked?.[kind] ?? {}))
}

/** The manifests of the root and the workspaces, relative to the root. @param {string} root */
function manifests(root) {
  const folders = ['packages', 'apps'].filter((folder) => existsSync(join(root, folder)))
  const workspaces = folders.flatMap((folder) =>
    readdirSync(join(root, folder)).map((name) => `${folder}/${name}/package.json`),
  )
  return ['package.json', ...workspaces.sort().filter((file) => existsSync(join(root, file)))]
}

/** Its key in the lock file: '' for the root's manifest. @param {string} manifest */
function workspaceOf(manifest) {
  return manifest.replace(/\/?package\.json$/, '')
}

/** @param {string} file @returns {any} */
function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'))
}

/** @param {string} root */
function install(root) {
  const npm = process.env['npm_execpath'] // set when npm started this process: the same npm then
  const [program, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []]
  const { status, error } = spawnSync(program, [...first, 'ci', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: ['ignore', process.stderr.fd, process.stderr.fd], // standard output belongs to the command that follows
    shell: process.platform === 'win32' && program === 'npm',
  })
  if (error) throw error
  if (status !== 0) throw new Error(`npm ci failed with exit code ${status}; its output above says why`)
}
