import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { buildStaleParts } from '../build/stale-parts.ts'
import { houseRules } from '../check/house-rules.ts'
import { installIfStale } from '../launch/install.mjs'
import { ROOT } from '../root.ts'
import { runTests } from '../test/run-tests.ts'

/** Programs with their arguments, the slowest first. */
const PROGRAMS: Readonly<Record<string, readonly [script: string, ...args: string[]]>> = {
  'lint (oxlint)': ['oxlint/bin/oxlint', '--type-aware', '--quiet', '--deny-warnings'],
  'types (tsc)': ['typescript/bin/tsc'],
  'types of deploy (tsc)': ['typescript/bin/tsc', '-p', 'deploy'],
  'unused code (knip)': ['knip/bin/knip.js', '--no-progress'],
  'generated kernels': ['../tools/commands/kernels.ts', '--check'],
  'format (biome)': ['@biomejs/biome/bin/biome', 'ci', '--colors=off', '.'],
  diagrams: ['../deploy/diagrams/make.ts', '--check'],
}

const failed: string[] = []

function tell(name: string, isWell: boolean, started: number): void {
  console.log(`${isWell ? 'ok    ' : 'FAILED'}  ${name}, ${((performance.now() - started) / 1000).toFixed(1)} s`)
  if (!isWell) failed.push(name)
}

/** Prints what it says in one piece once it ends, as others run beside it. */
async function runProgram(name: string): Promise<void> {
  const [script, ...args] = PROGRAMS[name]!
  const started = performance.now()
  const program = spawn(process.execPath, [join(ROOT, 'node_modules', script), ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = Promise.all([text(program.stdout), text(program.stderr)])
  const [status] = (await once(program, 'close')) as [number | null]
  process.stdout.write((await said).join(''))
  tell(name, status === 0, started)
}

async function runPrograms(waiting: string[]): Promise<void> {
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) await runProgram(name)
}

await installIfStale(join(ROOT, 'deploy'))
await buildStaleParts()
const waiting = Object.keys(PROGRAMS)
const lanes = Array.from({ length: availableParallelism() }, () => runPrograms(waiting))
for (const [name, check] of Object.entries(houseRules(ROOT))) {
  const started = performance.now()
  tell(name, check(), started)
}
await Promise.all(lanes)
const tests = await runTests(process.argv.slice(2))
console.log(
  failed.length === 0
    ? '\nAll checks before the tests passed.'
    : `\nChecks that failed before the tests: ${failed.join('; ')}.`,
)
console.log(tests.closingLine)
process.exit(tests.failed || failed.length > 0 ? 1 : 0) // as in test.ts: a forgotten handle must not hold the answer back
