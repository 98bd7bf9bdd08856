import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Api } from '../api.ts'
import type { Shops } from './open-shops.ts'

/** Between two looks: so long a new snapshot may be served before its alerts are. */
const LOOK_MS = 3000
/** Folders of a workspace in which there is something to look after. */
const WATCHED = new Set(['alerts', 'reports', 'deliveries'])

/** Lets alerts be checked and messages be sent for as long as the API runs; where nobody has set any up, the package is not even loaded. */
export function watchShops(app: Api, shops: Shops, dataFolder: string, lookMs = LOOK_MS): void {
  let isClosing = false
  let looking: Promise<void> | undefined
  const look = async () => {
    if (!(await isAnythingWatched(dataFolder)) || isClosing) return
    await (await shops.commerce()).watchOnce()
  }
  const timer = setInterval(() => {
    looking ??= look()
      .catch((error: unknown) => app.log.error({ err: error }, 'shops could not be looked after'))
      .finally(() => (looking = undefined))
  }, lookMs).unref()
  app.addHook('onClose', async () => {
    isClosing = true
    clearInterval(timer)
    await looking
  })
}

async function isAnythingWatched(dataFolder: string): Promise<boolean> {
  const root = join(dataFolder, 'commerce')
  for (const workspace of await readdir(root).catch(() => [])) {
    const inside = await readdir(join(root, workspace)).catch(() => [])
    if (inside.some((name) => WATCHED.has(name))) return true
  }
  return false
}
