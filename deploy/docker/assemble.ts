import { chmodSync, copyFileSync, linkSync, lstatSync, mkdirSync, readdirSync, statSync, symlinkSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { productionPackages } from './production-packages.ts'

export const TARGETS = ['api', 'worker', 'web'] as const
export type Target = (typeof TARGETS)[number]

export interface AssembleOptions {
  /** Of the repository, with its packages installed and its page built. */
  readonly root: string
  /** Where the image's files go, as they will lie under `/`. */
  readonly folder: string
  /** Links instead of copies, where both are on one disk: for tests, which only read. */
  readonly link?: boolean
}

interface Contents {
  /** The workspace whose dependencies at run time are taken. */
  readonly workspace?: string
  /** Files and folders of the repository beside them. */
  readonly files: readonly string[]
  /** The command of the image in /usr/local/bin, and the file that it names. */
  readonly command: readonly [name: string, entry: string]
}

const ENTRY = 'deploy/docker/entry'
const ALWAYS = [`${ENTRY}/healthcheck.ts`, `${ENTRY}/early-signals.ts`, 'package.json', 'LICENSE']

const CONTENTS: Readonly<Record<Target, Contents>> = {
  api: {
    workspace: 'apps/cli',
    files: [...ALWAYS, `${ENTRY}/zerosec.ts`, `${ENTRY}/secret-files.ts`, 'apps/web/out'],
    command: ['zerosec', `${ENTRY}/zerosec.ts`],
  },
  worker: {
    workspace: 'apps/worker',
    files: [...ALWAYS, `${ENTRY}/worker.ts`, `${ENTRY}/secret-files.ts`],
    command: ['zerosec-worker', `${ENTRY}/worker.ts`],
  },
  web: {
    files: [
      ...ALWAYS,
      `${ENTRY}/web.ts`,
      `${ENTRY}/page-files.ts`,
      `${ENTRY}/forward.ts`,
      'apps/api/src/content-security-policy.ts',
      'apps/api/package.json',
      'apps/web/out',
    ],
    command: ['zerosec-web', `${ENTRY}/web.ts`],
  },
}

/** Of our own packages: what only tests, builds and editors read. */
const NOT_OF_WORKSPACES =
  /^(node_modules|test|journeys|dist|assembly|reference|\.build|\.next|out)$|\.test\.tsx?$|^bundle\.ts$/
/** Of installed packages: what no program loads. */
const NOT_OF_PACKAGES = /^node_modules$|\.(d\.[cm]?ts|map|md|markdown|flow)$|^(\.github|\.nyc_output)$/
/** Parts of single packages that are not loaded, which are most of them. */
const UNUSED_PARTS: Readonly<Record<string, (part: string) => boolean>> = {
  // the figures' two weights (packages/report/src/figures/text.ts)
  '@expo-google-fonts/noto-sans-jp': (part) => /^\d/.test(part) && !/^(400Regular|600SemiBold)$/.test(part),
  exceljs: (part) => part === 'dist', // for browsers
  '@opentelemetry/semantic-conventions': (part) => part === 'esm' || part === 'esnext', // Node loads build/src
}

/**
 * Lays out the files of an image: the Dockerfile's build stage calls this, and the tests call it for the tree they start. What a
 * target needs at run time follows from package-lock.json, so that nothing of the tests or tools comes along.
 */
export function assemble(target: Target, { root, folder, link = false }: AssembleOptions): void {
  const { workspace, files, command } = CONTENTS[target]
  const app = join(folder, 'app')
  const put = link ? linkSync : copyForEveryone
  const place = (path: string, isLeftOut: (name: string) => boolean = () => false): void =>
    placeTree(join(root, path), join(app, path), isLeftOut, put)

  for (const file of files) place(file)
  const { workspaces, installed } = workspace ? productionPackages(root, workspace) : NOTHING
  for (const path of workspaces) {
    place(path, (name) => NOT_OF_WORKSPACES.test(name))
    if (path.startsWith('packages/') || path.startsWith('apps/')) linkPackage(app, path)
  }
  for (const path of installed) {
    const isUnused = UNUSED_PARTS[path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)]
    place(path, (name) => NOT_OF_PACKAGES.test(name) || isUnused?.(name) === true)
  }
  const [name, entry] = command
  const bin = join(folder, 'usr', 'local', 'bin')
  mkdirSync(bin, { recursive: true })
  if (!link) chmodSync(join(app, entry), 0o755)
  symlinkSync(`/app/${entry}`, join(bin, name))
}

const NOTHING = { workspaces: [], installed: [] }

/** The image's user is another than the owner: a checkout may be closed to others. */
function copyForEveryone(from: string, to: string): void {
  copyFileSync(from, to)
  chmodSync(to, (statSync(from).mode & 0o111) === 0 ? 0o644 : 0o755)
}

function placeTree(
  from: string,
  to: string,
  isLeftOut: (name: string) => boolean,
  put: (from: string, to: string) => void,
): void {
  if (!lstatSync(from).isDirectory()) {
    mkdirSync(dirname(to), { recursive: true })
    put(from, to)
    return
  }
  mkdirSync(to, { recursive: true })
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (isLeftOut(entry.name) || entry.isSymbolicLink()) continue
    const [source, goal] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) placeTree(source, goal, isLeftOut, put)
    else put(source, goal)
  }
}

/** As npm links workspaces: node_modules/@zerosec/<name>, which Node resolves to the folder itself. */
function linkPackage(app: string, path: string): void {
  const at = join(app, 'node_modules', '@zerosec', basename(path))
  mkdirSync(dirname(at), { recursive: true })
  symlinkSync(relative(dirname(at), join(app, path)), at)
}

/** `node deploy/docker/assemble.ts <target> <folder>`, in a repository whose packages are installed and whose page is built. */
if (import.meta.main) {
  const [target, folder] = process.argv.slice(2)
  if (!TARGETS.includes(target as Target) || !folder) {
    console.error(`usage: node deploy/docker/assemble.ts <${TARGETS.join('|')}> <folder>`)
    process.exit(2)
  }
  assemble(target as Target, { root: join(import.meta.dirname, '..', '..'), folder })
}
