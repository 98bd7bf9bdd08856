import { buildStaleParts } from '../build/stale-parts.ts'

await buildStaleParts()
process.argv.splice(2, 0, 'start')
await import('../../apps/cli/bin/zerosec.mjs')
