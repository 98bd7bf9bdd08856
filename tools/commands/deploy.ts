import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { installIfStale } from '../launch/install.mjs'
import { ROOT } from '../root.ts'

/** `npm run deploy:plan -- STACK`: run as a process of its own, as its packages are none of the product's. */
await installIfStale(join(ROOT, 'deploy'))
const [command = '', ...rest] = process.argv.slice(2)
const { status } = spawnSync(process.execPath, [join(ROOT, 'deploy', 'plan', 'main.ts'), command, ...rest], {
  stdio: 'inherit',
})
process.exitCode = status ?? 1
