import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { stalePageProblems } from '../docs/pages.ts'
import { type LockFile, missingPlatforms } from '../lock-file.ts'
import { cycleProblems } from './cycles.ts'
import { layerProblems, type Manifest } from './layers.ts'
import { machinePathProblems, nameProblems } from './names.ts'
import { sizeProblems } from './sizes.ts'
import { isCode, type Problem, readSourceFile, repositoryPaths } from './source-files.ts'

/** Our own rules as named checks; each prints its problems and answers whether there are none. */
export function houseRules(root: string): Readonly<Record<string, () => boolean>> {
  const paths = repositoryPaths(root)
  const code = paths.filter(isCode).map((path) => readSourceFile(root, path))
  const text = paths.filter((path) => TEXT.test(path)).map((path) => readSourceFile(root, path))
  return {
    'layers and dependencies': () => report(layerProblems(code, manifestsOf(root, paths))),
    'import cycles': () => report(cycleProblems(code)),
    sizes: () => report(sizeProblems(code)),
    names: () => report(nameProblems(paths)),
    'lock file': () => report(lockFileProblems(root)),
    'generated docs': () => report(stalePageProblems(root)),
    'machine paths': () => report(machinePathProblems(text)),
  }
}

const TEXT = /(\.(ts|tsx|mjs|js|json|css|md|html|svg|yml|yaml|toml|sh|csv)|^\.ci\/run|^[^.]*)$/

function manifestsOf(root: string, paths: readonly string[]): Record<string, Manifest> {
  const manifests = paths.filter(
    (path) => /^((packages|apps)\/[^/]+\/)?package\.json$/.test(path) && existsSync(join(root, path)),
  )
  return Object.fromEntries(
    manifests.map((path) => [
      path.replace(/\/?package\.json$/, ''),
      JSON.parse(readFileSync(join(root, path), 'utf8')) as Manifest,
    ]),
  )
}

function lockFileProblems(root: string): Problem[] {
  const path = 'package-lock.json'
  const missing = missingPlatforms(JSON.parse(readFileSync(join(root, path), 'utf8')) as LockFile)
  return Object.keys(missing).map((name) => ({
    path,
    message: `lacks ${name}, so npm ci refuses it; npm run lock adds it`,
  }))
}

function report(problems: readonly Problem[]): boolean {
  for (const { path, line, message } of problems)
    console.log(`${path}${line === undefined ? '' : `:${line}`}  ${message}`)
  return problems.length === 0
}
