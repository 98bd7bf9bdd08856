import { globSync, statSync } from 'node:fs'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import { withLock } from '../../tools/launch/lock.mjs'
import { BUNDLE, bundleIsFresh, markOf, RECORD } from './bin/freshness.mjs'

const root = join(import.meta.dirname, '..', '..')

/** Native, or loaded only by the servers: resolved in node_modules (and, for our own, run from source) when they are needed. */
const EXTERNAL = ['@zerosec/api', '@zerosec/commerce', '@zerosec/jobs', '@zerosec/worker', '@resvg/resvg-js']

/** Makes `dist/zerosec.mjs`, the command line with the packages that `run`, `inspect` and `analyses` need, where it is stale. */
export async function bundle(): Promise<void> {
  await withLock(join(root, '.build', 'cli-bundle.lock'), async () => {
    if (!bundleIsFresh()) await makeBundle()
  })
}

async function makeBundle(): Promise<void> {
  const { build } = await import('esbuild')
  const started = Date.now()
  const result = await build({
    absWorkingDir: root,
    entryPoints: { zerosec: join(import.meta.dirname, 'src', 'index.ts') },
    outdir: dirname(BUNDLE),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node22.18',
    external: EXTERNAL,
    banner: {
      js: "import { createRequire as requireOfBundle } from 'node:module'; const require = requireOfBundle(import.meta.url);",
    },
    plugins: [
      { name: 'source-urls', setup: (setup) => setup.onLoad({ filter: /\.ts$/ }, ({ path }) => loadWithOwnUrl(path)) },
    ],
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
  })
  const sources = Object.keys(result.metafile.inputs).filter((file) => !file.startsWith('node_modules/'))
  const others = [
    'package-lock.json',
    'apps/cli/bundle.ts',
    ...globSync('{packages,apps}/*/package.json', { cwd: root }),
  ]
  await writeFile(
    RECORD,
    JSON.stringify(Object.fromEntries([...sources, ...others].map((file) => [file, markAsOf(started, file)]))),
  )
  await removeOldChunks(Object.keys(result.metafile.outputs))
}

/** The mark of a file; of one that changed after the build began, a mark that never fits. */
function markAsOf(started: number, file: string): string {
  return statSync(join(root, file)).mtimeMs < started ? markOf(file) : 'changed during the build'
}

const DAY_MS = 86_400_000

/** Chunks of earlier bundles go after a day: a process that started from one may still load its parts. */
async function removeOldChunks(outputs: readonly string[]): Promise<void> {
  const current = new Set([...outputs.map((file) => basename(file)), basename(RECORD)])
  const folder = dirname(BUNDLE)
  for (const name of await readdir(folder)) {
    if (!current.has(name) && statSync(join(folder, name)).mtimeMs < Date.now() - DAY_MS) await rm(join(folder, name))
  }
}

/** A bundled module still finds what lies beside its source: workers, fonts, templates. */
async function loadWithOwnUrl(path: string) {
  const source = await readFile(path, 'utf8')
  if (/import\.meta\.(dirname|filename)/.test(source))
    throw new Error(`${path}: use import.meta.url, which the bundle keeps true`)
  const own = `new URL(${JSON.stringify(relative(dirname(BUNDLE), path))}, import.meta.url).href`
  return { contents: source.replaceAll('import.meta.url', own), loader: 'ts' as const }
}
