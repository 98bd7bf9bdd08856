import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { installIfStale } from '../launch/install.mjs'
import { ROOT } from '../root.ts'

/** Draws docs/pictures of deploy/diagrams; with `--check` only tells which are stale. What draws is a package of deploy's. */
const deploy = join(ROOT, 'deploy')
await installIfStale(deploy)
const { status } = spawnSync(process.execPath, [join(deploy, 'diagrams', 'make.ts'), ...process.argv.slice(2)], {
  stdio: 'inherit',
})
process.exitCode = status ?? 1
