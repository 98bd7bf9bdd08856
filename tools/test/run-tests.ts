import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseCLI, startVitest, type Vitest } from 'vitest/node'
import { findChromium } from '../../test/chromium.ts'
import { ROOT } from '../root.ts'

export interface TestOutcome {
  readonly failed: boolean
  /** `N passed, N failed, N skipped` over all projects. */
  readonly closingLine: string
}

/** Runs vitest once over every project; `args` are vitest's own: file filters, `--project unit`, `-t title`. */
export async function runTests(args: readonly string[]): Promise<TestOutcome> {
  const missing = missingBrowser()
  if (missing && process.env['CI']) throw new Error(missing)
  const { filter, options } = parseCLI(['vitest', 'run', ...args])
  const vitest = await startVitest(filter, { ...options, watch: false, run: true })
  const outcome = outcomeOf(vitest)
  await vitest.close()
  if (missing) console.log(`\n${missing} They were skipped.`)
  if (!existsSync(join(ROOT, 'deploy', 'node_modules')))
    console.log('\nThe tests of deploy/ run with `npm run check`, which installs its packages.')
  return outcome
}

function missingBrowser(): string | undefined {
  if (findChromium() !== undefined) return undefined
  return 'The browser tests need Chromium, and none was found. Install it, or set ZEROSEC_CHROMIUM to its program.'
}

/** A file that can't be loaded, a hook that throws and an error outside any test count as one failure each. */
function outcomeOf(vitest: Vitest): TestOutcome {
  const modules = vitest.state.getTestModules()
  const tests = modules.flatMap((module) => [...module.children.allTests()])
  const suites = modules.flatMap((module) => [module, ...module.children.allSuites()])
  const passed = tests.filter((test) => test.result().state === 'passed').length
  const skipped = tests.filter((test) => test.result().state === 'skipped').length
  const outsideTests =
    suites.reduce((sum, suite) => sum + suite.errors().length, 0) + vitest.state.getUnhandledErrors().length
  const failed = tests.length - passed - skipped + outsideTests
  return {
    failed: failed > 0 || tests.length === 0,
    closingLine: `${passed} passed, ${failed} failed, ${skipped} skipped`,
  }
}
