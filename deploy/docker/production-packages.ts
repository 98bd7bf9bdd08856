import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

interface LockedPackage {
  readonly link?: boolean
  readonly resolved?: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

/** Packages that containers run without, each with the reason. */
const LEFT_OUT: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/^@electric-sql\//, 'the embedded database: a container has a server, and its entry refuses to start without one'],
  [/^@types\//, 'types alone'],
]

export interface ProductionPackages {
  /** Folders of our own packages, relative to the root. */
  readonly workspaces: readonly string[]
  /** Folders of installed packages, relative to the root, nested ones included. */
  readonly installed: readonly string[]
}

/**
 * What a workspace needs at run time: the closure of its dependencies in package-lock.json, resolved as Node does from each
 * package's own folder. Optional packages of other systems are in the lock file but not on the disk, and are left out.
 */
export function productionPackages(root: string, workspace: string): ProductionPackages {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Readonly<Record<string, LockedPackage>>
  }
  const reached = new Set<string>()
  const visit = (folder: string): void => {
    if (reached.has(folder)) return
    reached.add(folder)
    for (const name of dependenciesOf(packages[folder])) {
      if (LEFT_OUT.some(([pattern]) => pattern.test(name))) continue
      const found = locate(packages, folder, name)
      if (found === undefined || !existsSync(join(root, found))) continue
      visit(packages[found]?.link ? (packages[found]?.resolved ?? found) : found)
    }
  }
  visit(workspace)
  const isInstalled = (folder: string): boolean => /(^|\/)node_modules\//.test(folder)
  const folders = [...reached].sort()
  return {
    workspaces: folders.filter((folder) => !isInstalled(folder)),
    installed: folders.filter(isInstalled),
  }
}

function dependenciesOf({ dependencies, optionalDependencies, peerDependencies }: LockedPackage = {}): string[] {
  return Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })
}

/** The nearest node_modules above `folder` that has `name`. */
function locate(packages: Readonly<Record<string, LockedPackage>>, folder: string, name: string): string | undefined {
  for (let above = folder; ; above = above.includes('/') ? above.slice(0, above.lastIndexOf('/')) : '') {
    const candidate = above === '' ? `node_modules/${name}` : `${above}/node_modules/${name}`
    if (packages[candidate]) return candidate
    if (above === '') return undefined
  }
}
