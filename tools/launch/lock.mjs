import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Runs `work` while no other process of this checkout runs work under the same lock file. A lock whose owner has died is taken over.
 *
 * @template T
 * @param {string} file
 * @param {() => T | Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(file, work) {
  mkdirSync(dirname(file), { recursive: true })
  const mark = `${process.pid} ${process.hrtime.bigint()}`
  while (!take(file, mark)) {
    removeIfOrphaned(file)
    await sleep(100)
  }
  try {
    return await work()
  } finally {
    rmSync(file, { force: true })
  }
}

/** @param {string} file @param {string} mark */
function take(file, mark) {
  const draft = `${file}.${process.pid}.new`
  writeFileSync(draft, mark)
  try {
    linkSync(draft, file) // creates it whole or not at all: nobody reads a lock without its owner
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

/** @param {string} file */
function removeIfOrphaned(file) {
  const mark = read(file)
  if (mark === undefined || isAlive(Number.parseInt(mark, 10))) return
  // Renamed before it is removed: if another process took the lock over in this instant, its fresh lock goes back.
  const aside = `${file}.${process.pid}`
  try {
    renameSync(file, aside)
    if (read(aside) === mark) rmSync(aside, { force: true })
    else renameSync(aside, file)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
  }
}

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}

/** @param {unknown} error */
function codeOf(error) {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
