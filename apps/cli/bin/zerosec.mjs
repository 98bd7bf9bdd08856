#!/usr/bin/env node
// What `npx zerosec` runs. Needs nothing but the machine's Node: goes over to the repository's own where the running one is too old,
// brings the bundle up to date and starts it. Every millisecond here is paid by every call.
import module from 'node:module' // whole: Node 20 has no enableCompileCache to import by name
import { join } from 'node:path'
import { chooseNode, isTooOld, runNode } from '../../../tools/launch/node.mjs'

const root = join(import.meta.dirname, '..', '..', '..')

if (isTooOld(process.version)) {
  const choice = chooseNode(root, process.version)
  if ('error' in choice) console.error(choice.error)
  process.exitCode =
    'error' in choice ? 1 : await runNode(choice.node, [import.meta.filename, ...process.argv.slice(2)])
} else {
  process.env['NODE_COMPILE_CACHE'] ??= join(root, '.build', 'compile-cache') // for the processes and threads that a command starts
  process.env['UV_THREADPOOL_SIZE'] ??= '16' // queries of shops hold a thread each; files and names need others
  module.enableCompileCache(process.env['NODE_COMPILE_CACHE'])
  const { bundleIsFresh, BUNDLE } = await import('./freshness.mjs')
  if (!bundleIsFresh()) {
    const { bundle } = await import('../bundle.ts')
    await bundle().catch(() => process.exit(1)) // esbuild has said why
  }
  const { main } = await import(BUNDLE)
  process.exitCode = await main(process.argv.slice(2))
}
