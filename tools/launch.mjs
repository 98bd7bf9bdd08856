// What `npm start`, `npm test`, `npm run check`, `npm run build` and `npm run bench` run. It needs nothing but the machine's own Node
// (20.19 or newer): it installs what is missing or stale, then hands over to the repository's Node 24 and `tools/commands/`.
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { installIfStale } from './launch/install.mjs'
import { chooseNode, runNode } from './launch/node.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** @param {string[]} argv */
async function launch([name = '', ...rest]) {
  const command = join(root, 'tools', 'commands', `${name}.ts`)
  if (!/^[a-z]+$/.test(name) || !existsSync(command)) {
    console.error(`tools/launch.mjs has no command "${name}"`)
    return 2
  }
  await installIfStale(root)
  const choice = chooseNode(root, process.version)
  if ('error' in choice) {
    console.error(choice.error)
    return 1
  }
  process.env['NODE_COMPILE_CACHE'] ??= join(root, '.build', 'compile-cache')
  process.env['UV_THREADPOOL_SIZE'] ??= '16' // as in apps/cli/bin/zerosec.mjs, which is too late where something was built before it
  return await runNode(choice.node, [command, ...rest])
}

process.exitCode = await launch(process.argv.slice(2)).catch((error) => {
  console.error(`error: ${error instanceof Error ? error.message : error}`)
  return 1
})
