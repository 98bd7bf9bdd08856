import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A file of the repository: its path from the root, with forward slashes, and its text. */
export interface SourceFile {
  readonly path: string
  readonly text: string
}

/** What a rule objects to; `line` is 1-based. */
export interface Problem {
  readonly path: string
  readonly line?: number
  readonly message: string
}

/** Paths of every file that git tracks or would track. */
export function repositoryPaths(root: string): string[] {
  const output = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  })
  return output.split('\0').filter((path) => path !== '' && existsSync(join(root, path)))
}

export function readSourceFile(root: string, path: string): SourceFile {
  return { path, text: readFileSync(join(root, path), 'utf8') }
}

/** Code that we write by hand; declarations of a tool's output are not. */
export function isCode(path: string): boolean {
  return /\.(ts|tsx|mts|mjs|js)$/.test(path) && !path.endsWith('.d.ts')
}

export function isTest(path: string): boolean {
  return /\.test\.tsx?$/.test(path)
}
