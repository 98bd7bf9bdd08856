import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { buildStaleParts } from '../build/stale-parts.ts'
import { houseRules } from '../check/house-rules.ts'
import { installIfStale } from '../launch/install.mjs'
import { ROOT } from '../root.ts'
import { runTests } from '../test/run-tests.ts'

/** The checks in the order of their speed; each answers whether all is well and prints what is not. */
const CHECKS: Readonly<Record<string, () => boolean>> = {
  'types (tsc)': () => tool('typescript/bin/tsc', []),
  'types of deploy (tsc)': () => tool('typescript/bin/tsc', ['-p', 'deploy']),
  'format (biome)': () => tool('@biomejs/biome/bin/biome', ['ci', '--colors=off', '.']),
  ...houseRules(ROOT),
  'generated kernels': () => tool('../tools/commands/kernels.ts', ['--check']),
  diagrams: () => tool('../deploy/diagrams/make.ts', ['--check']),
  'lint (oxlint)': () => tool('oxlint/bin/oxlint', ['--type-aware', '--quiet', '--deny-warnings']),
  'unused code (knip)': () => tool('knip/bin/knip.js', ['--no-progress']),
}

function tool(script: string, args: readonly string[]): boolean {
  const { status } = spawnSync(process.execPath, [join(ROOT, 'node_modules', script), ...args], {
    cwd: ROOT,
    stdio: 'inherit',
  })
  return status === 0
}

await installIfStale(join(ROOT, 'deploy'))
await buildStaleParts()
const failed = Object.entries(CHECKS).flatMap(([name, check]) => {
  const started = performance.now()
  const isWell = check()
  console.log(`${isWell ? 'ok    ' : 'FAILED'}  ${name}, ${((performance.now() - started) / 1000).toFixed(1)} s`)
  return isWell ? [] : [name]
})
const tests = await runTests(process.argv.slice(2))
console.log(
  failed.length === 0
    ? '\nAll checks before the tests passed.'
    : `\nChecks that failed before the tests: ${failed.join('; ')}.`,
)
console.log(tests.closingLine)
process.exit(tests.failed || failed.length > 0 ? 1 : 0) // as in test.ts: a forgotten handle must not hold the answer back
