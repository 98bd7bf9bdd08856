import { importsOf, relativeTarget } from './imports.ts'
import type { Problem, SourceFile } from './source-files.ts'

/** Every import cycle between files, imports of types included; each is told once, at the file that closes it. */
export function cycleProblems(files: readonly SourceFile[]): Problem[] {
  const paths = new Set(files.map((file) => file.path))
  const targets = new Map(files.map((file) => [file.path, targetsOf(file, paths)]))
  const problems: Problem[] = []
  const done = new Set<string>()

  const walk = (path: string, trail: string[]): void => {
    const start = trail.indexOf(path)
    if (start >= 0) {
      problems.push({
        path: trail.at(-1) ?? path,
        message: `imports in a circle: ${[...trail.slice(start), path].join(' → ')}`,
      })
      return
    }
    if (done.has(path)) return
    trail.push(path)
    for (const target of targets.get(path) ?? []) walk(target, trail)
    trail.pop()
    done.add(path)
  }
  for (const path of paths) walk(path, [])
  return problems
}

/** The files of the repository that a file imports by a relative path, with or without the ending. */
function targetsOf(file: SourceFile, paths: ReadonlySet<string>): string[] {
  return importsOf(file).flatMap(({ specifier }) => {
    const target = relativeTarget(file.path, specifier)
    if (target === undefined) return []
    const found = [target, `${target}.ts`, `${target}.tsx`, `${target}/index.ts`].find((candidate) =>
      paths.has(candidate),
    )
    return found === undefined ? [] : [found]
  })
}
