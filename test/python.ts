import { execFileSync, spawnSync } from 'node:child_process'
import { describe } from 'vitest'

/** Debian's python3, which has Debian's packages, may not be the first of the path. */
const PROGRAMS = ['/usr/bin/python3', 'python3']

const found = new Map<string, string | undefined>()

/** `describe` that is skipped, and says so in its title, where no python3 has a package. */
export function describeWithPython(name: string): typeof describe | typeof describe.skip {
  if (programWith(name) !== undefined) return describe
  return ((title: string, body: () => void) =>
    describe.skip(`${title} (skipped: no python3 with ${name})`, body)) as typeof describe.skip
}

/** What a script prints, run by the python3 that has a package. */
export function runPython(name: string, options: readonly string[]): string {
  return execFileSync(programWith(name)!, options, { encoding: 'utf8', maxBuffer: 1e8 })
}

function programWith(name: string): string | undefined {
  if (!found.has(name)) {
    found.set(
      name,
      PROGRAMS.find((program) => spawnSync(program, ['-c', `import ${name}`]).status === 0),
    )
  }
  return found.get(name)
}
