import { buildStaleParts } from '../build/stale-parts.ts'
import { runTests } from '../test/run-tests.ts'

await buildStaleParts()
const { closingLine, failed } = await runTests(process.argv.slice(2))
console.log(`\n${closingLine}`)
process.exit(failed ? 1 : 0) // not left to the event loop: a handle that a test forgot must not hold the answer back
