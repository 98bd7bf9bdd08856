import { importsOf, packageOf, relativeTarget } from './imports.ts'
import { isTest, type Problem, type SourceFile } from './source-files.ts'

/** A package imports only from a package with a lower number; an import of types counts. */
export const LAYERS: Readonly<Record<string, number>> = {
  errors: 0,
  table: 1,
  engine: 1,
  report: 2,
  model: 2,
  analyses: 3,
  contract: 3,
  jobs: 4,
  client: 4,
  commerce: 4,
  telemetry: 5,
  serving: 5,
}

/** Apps are imported by nothing, but the command line starts these in its own process. */
const STARTED_BY_CLI = new Set(['@zerosec/api', '@zerosec/worker'])

/** What every workspace's package.json says about what it may import. */
export type Manifests = Readonly<Record<string, Manifest>>

export interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

/** The imports that break the rule of the layers, or that no manifest allows. `manifests` by folder: '' for the root. */
export function layerProblems(files: readonly SourceFile[], manifests: Manifests): Problem[] {
  return files.flatMap((file) =>
    importsOf(file).flatMap(({ specifier, line }) => {
      const message = relativeProblem(file.path, specifier) ?? packageProblem(file.path, specifier, manifests)
      return message === undefined ? [] : [{ path: file.path, line, message }]
    }),
  )
}

/** packages/table of packages/table/src/read.ts; '' outside packages and apps. */
export function workspaceOf(path: string): string {
  return /^(packages|apps)\/[^/]+/.exec(path)?.[0] ?? ''
}

function relativeProblem(path: string, specifier: string): string | undefined {
  const target = relativeTarget(path, specifier)
  const own = workspaceOf(path)
  if (target === undefined || own === '' || target.startsWith(`${own}/`)) return undefined
  if (runsInTestsOnly(path) && /^(test|packages|tools)\//.test(target)) return undefined
  if (own === 'apps/cli' && target.startsWith('tools/launch/')) return undefined // shared with npm start, before anything is installed
  return `${specifier} leaves ${own}; import a package by its name`
}

function packageProblem(path: string, specifier: string, manifests: Manifests): string | undefined {
  const name = packageOf(specifier)
  const own = workspaceOf(path)
  if (name === undefined || own === '') return undefined
  if (name.startsWith('@zerosec/')) {
    const problem = layerProblem(path, own, name)
    if (problem !== undefined) return problem
  } else if (own === 'packages/engine' && !isTest(path)) {
    return `engine is pure numerics and imports nothing but @zerosec/errors, not ${name}`
  }
  if (name.startsWith('node:')) return undefined
  return isDeclared(path, name, manifests) ? undefined : `${name} is missing in the dependencies of ${own}/package.json`
}

function layerProblem(path: string, own: string, name: string): string | undefined {
  const target = name.slice('@zerosec/'.length)
  const [kind, unit = ''] = own.split('/')
  if (!(target in LAYERS)) {
    const allowed = STARTED_BY_CLI.has(name) && (unit === 'cli' || isTest(path))
    return allowed ? undefined : `${own} may not import the app ${name}`
  }
  if (kind === 'apps') return undefined
  const ownLayer = LAYERS[unit]
  if (ownLayer === undefined) return `${own} has no number in tools/check/layers.ts`
  const targetLayer = LAYERS[target] ?? Infinity
  return targetLayer < ownLayer ? undefined : `${unit} (${ownLayer}) may not import ${target} (${targetLayer})`
}

/** Tests and the configuration of tools run in the repository only, where the development dependencies are. */
function isDeclared(path: string, name: string, manifests: Manifests): boolean {
  const own = manifests[workspaceOf(path)] ?? {}
  if ((own.dependencies?.[name] ?? own.peerDependencies?.[name]) !== undefined) return true
  const isDevelopment = runsInTestsOnly(path) || /(^|\/)(\w+\.config|bundle)\.\w+$/.test(path)
  return isDevelopment && (own.devDependencies?.[name] ?? manifests['']?.devDependencies?.[name]) !== undefined
}

/** Tests, and what a workspace's tests share in its folder `test`. */
function runsInTestsOnly(path: string): boolean {
  return isTest(path) || /^(packages|apps)\/[^/]+\/test\//.test(path)
}
