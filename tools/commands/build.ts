import { buildStaleParts } from '../build/stale-parts.ts'

await buildStaleParts()
console.log('The command line and the page are up to date.')
