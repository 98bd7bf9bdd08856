import type { Problem, SourceFile } from './source-files.ts'

const FORBIDDEN = /^(utils?|helpers?|common|lib|shared|misc)$/

/** Folders and files that are called after nothing in the domain. */
export function nameProblems(paths: readonly string[]): Problem[] {
  return paths.flatMap((path) => {
    const parts = path.split('/').map((part) => part.replace(/^\.?([^.]*).*$/, '$1'))
    const bad = parts.find((part) => FORBIDDEN.test(part))
    return bad === undefined ? [] : [{ path, message: `"${bad}" says nothing: name it after the idea that it holds` }]
  })
}

/** Absolute paths of somebody's machine: they work nowhere else. */
const MACHINE_PATH = /(?<![\w.:~/*$}-])(\/(home|Users|root|work|workspace|farm|mnt|tmp)\/\w[\w.-]*|[A-Z]:\\Users\\\w+)/

/** Lines of text files with a path of a machine. */
export function machinePathProblems(files: readonly SourceFile[]): Problem[] {
  return files.flatMap(({ path, text }) =>
    text.split('\n').flatMap((content, index) => {
      const found = MACHINE_PATH.exec(content)?.[0]
      return found === undefined ? [] : [{ path, line: index + 1, message: `"${found}" is a path of one machine` }]
    }),
  )
}
