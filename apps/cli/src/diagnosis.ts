import { existsSync } from 'node:fs'
import { access, constants, mkdtemp, rm, statfs } from 'node:fs/promises'
import { availableParallelism, freemem, tmpdir, totalmem } from 'node:os'
import { dirname, join } from 'node:path'
import { type Configuration, checkS3Files, describeConfiguration, openPlatform, readConfiguration } from '@zerosec/jobs'
import type { Call } from './command.ts'
import { drawTestFigure } from './draw-test-figure.ts'
import { asCoded } from './failure.ts'
import { findChromium } from './find-chromium.ts'
import { textTable } from './text-table.ts'

interface Check {
  readonly name: string
  readonly state: 'ok' | 'note' | 'broken'
  readonly text: string
}

/** `zerosec doctor`: looks at everything the platform stands on; 1 when something is broken. */
export async function diagnose(call: Call): Promise<number> {
  const checks: Check[] = []
  for (const [name, look] of CHECKS) checks.push({ name, ...(await look().catch(asBroken)) })
  const settings = describeConfiguration()
  const text = call.flag('json') ? JSON.stringify({ checks, settings }, null, 2) : diagnosisText(checks, settings)
  process.stdout.write(`${text}\n`)
  return checks.some((check) => check.state === 'broken') ? 1 : 0
}

type Finding = Omit<Check, 'name'>

function asBroken(error: unknown): Finding {
  const coded = asCoded(error)
  return { state: 'broken', text: coded ? `${coded.message} (${coded.code})` : String(error) }
}

const CHECKS: readonly (readonly [string, () => Promise<Finding>])[] = [
  ['node', checkNode],
  ['settings', checkSettings],
  ['data folder', checkDataFolder],
  ['database', checkDatabase],
  ['files', checkFiles],
  ['figures', checkFigures],
  ['memory', checkMemory],
  ['disk', checkDisk],
  ['chromium', checkChromium],
]

async function checkNode(): Promise<Finding> {
  return { state: 'ok', text: `${process.version} at ${process.execPath}` }
}

async function checkSettings(): Promise<Finding> {
  readConfiguration()
  return { state: 'ok', text: 'every setting can be used; they are listed below' }
}

async function checkDataFolder(): Promise<Finding> {
  const { dataFolder } = readConfiguration()
  const existing = nearestFolder(dataFolder)
  try {
    await access(existing, constants.W_OK)
  } catch {
    return {
      state: 'broken',
      text: `${existing} can't be written to; change its owner or set ZEROSEC_DATA to another folder`,
    }
  }
  return {
    state: 'ok',
    text: existing === dataFolder ? `${dataFolder}, writable` : `${dataFolder}, made by the first start`,
  }
}

/** The embedded database is tried in a folder of its own, so that a look never touches data or disturbs a running platform. */
async function checkDatabase(): Promise<Finding> {
  const configuration = readConfiguration()
  if (configuration.databaseUrl !== undefined) return await connect(configuration, 'the server of DATABASE_URL')
  const dataFolder = await mkdtemp(join(tmpdir(), 'zerosec-doctor-'))
  try {
    return await connect({ ...configuration, dataFolder }, 'the embedded PostgreSQL')
  } finally {
    await rm(dataFolder, { recursive: true, force: true })
  }
}

/** Not the store of files, which has a check of its own. */
async function connect(configuration: Configuration, what: string): Promise<Finding> {
  const platform = await openPlatform({ ...configuration, files: 'folder' })
  const isConnected = await platform.databaseConnected().finally(() => platform.close())
  return isConnected
    ? { state: 'ok', text: `${what} starts and answers` }
    : { state: 'broken', text: `${what} does not answer` }
}

async function checkFiles(): Promise<Finding> {
  const configuration = readConfiguration()
  if (configuration.files === 'folder') return { state: 'ok', text: 'in the data folder' }
  const { buckets, keepsFirst } = await checkS3Files(configuration)
  const text = `${buckets.join(' and ')} can be written, listed and cleared`
  if (keepsFirst) return { state: 'ok', text }
  return {
    state: 'note',
    text: `${text}, but the store knows no conditional writes: two writers of a key may both succeed`,
  }
}

async function checkFigures(): Promise<Finding> {
  const bytes = await drawTestFigure()
  return { state: 'ok', text: `a figure with Japanese labels was drawn (${bytes} bytes)` }
}

const GB = 2 ** 30

async function checkMemory(): Promise<Finding> {
  const text = `${gigabytes(freemem())} of ${gigabytes(totalmem())} free, ${availableParallelism()} processors`
  return freemem() < 0.5 * GB ? { state: 'note', text: `${text}; large tables may not fit` } : { state: 'ok', text }
}

async function checkDisk(): Promise<Finding> {
  const folder = nearestFolder(readConfiguration().dataFolder)
  const { bavail, bsize } = await statfs(folder)
  const text = `${gigabytes(bavail * bsize)} free at ${folder}`
  return bavail * bsize < GB ? { state: 'note', text: `${text}; uploads may soon fail` } : { state: 'ok', text }
}

function gigabytes(bytes: number): string {
  return `${(bytes / GB).toFixed(1)} GB`
}

async function checkChromium(): Promise<Finding> {
  const path = findChromium()
  if (path !== undefined) return { state: 'ok', text: path }
  return { state: 'note', text: 'not found; only the browser tests need it' }
}

/** The folder itself, or the nearest one above it that exists. */
function nearestFolder(folder: string): string {
  return existsSync(folder) ? folder : nearestFolder(dirname(folder))
}

function diagnosisText(checks: readonly Check[], settings: ReturnType<typeof describeConfiguration>): string {
  const rows = settings.map(({ name, value, source, description }) => [
    name,
    value === '' ? '(empty)' : value,
    source,
    description,
  ])
  return [
    textTable(
      [{}, {}, {}],
      checks.map(({ name, state, text }) => [state, name, text]),
    ),
    textTable([{ label: 'setting' }, { label: 'value', maxWidth: 40 }, { label: 'from' }, { label: 'meaning' }], rows),
  ].join('\n\n')
}
