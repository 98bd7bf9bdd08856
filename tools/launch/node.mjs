import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'

/** The first Node that strips types without a flag, which everything in this repository relies on. */
const OLDEST = /** @type {const} */ ([22, 18])

/** @param {string} version for example v20.19.1 */
export function isTooOld(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number)
  return major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])
}

/**
 * The repository's own Node, which `npm ci` brings; without it (`--ignore-scripts`) the running one where it is new enough.
 *
 * @param {string} root
 * @param {string} version of the running Node
 * @returns {{ node: string } | { error: string }}
 */
export function chooseNode(root, version) {
  const own = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  if (existsSync(own)) return { node: own }
  if (!isTooOld(version)) return { node: process.execPath }
  return { error: `error: ${tooOldText(version)} (node_too_old)` }
}

/** The text of `node_too_old` in packages/errors, which a Node this old can't read; a test compares the two. */
export function tooOldText(/** @type {string} */ version) {
  return `Node ${version} is too old; zerosec needs 22.18 or newer. Run npm ci without --ignore-scripts: it brings one.`
}

/**
 * Runs Node with this process's terminal, passes signals on, and answers with the exit code (128 + n after signal n).
 *
 * @param {string} node
 * @param {string[]} args
 * @returns {Promise<number>}
 */
export function runNode(node, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(node, args, { stdio: 'inherit' })
    passSignals((signal) => child.kill(signal))
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)))
  })
}

/** A second signal within this time is the first one on another way: npm passes on what the terminal sent to all. */
const SAME_SIGNAL_MS = 500
const PARENT_CHECK_MS = 250

/** @param {(signal: NodeJS.Signals) => void} pass */
function passSignals(pass) {
  let last = -Infinity
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      const isRepeated = performance.now() - last < SAME_SIGNAL_MS
      const isFromTerminal = signal === 'SIGINT' && process.stdin.isTTY // Ctrl-C: the child has had it as well
      if (!isRepeated && !isFromTerminal) pass(signal)
      last = performance.now()
    })
  }
  // npm hands SIGTERM to the shell between it and this process, and some shells die of it without passing it on.
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent || process.env['npm_lifecycle_event'] === undefined) return
    clearInterval(watch)
    pass('SIGTERM')
  }, PARENT_CHECK_MS)
  watch.unref()
}
