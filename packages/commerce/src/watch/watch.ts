import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { WorkspaceId } from '@zerosec/contract'
import { hasDue, sendDue } from '../delivery/outbox.ts'
import { ScheduledReports } from '../report/scheduled-reports.ts'
import type { Shop } from '../service/shop.ts'
import { currentSnapshot } from '../snapshots/current.ts'
import { withWatchLock } from '../snapshots/writer-lock.ts'
import { type AlertSettings, Alerts } from './alerts.ts'

export interface WatchSettings extends AlertSettings {
  readonly dataFolder: string
  readonly onFault: (error: unknown, workspace: string) => void
}

/**
 * Looks at the alerts and reports of all workspaces: what a new snapshot says, what the clock says, what is still to be sent. Of several
 * processes over one data folder one does so for a workspace at a time; what it was doing when it ended the next look finds again.
 */
export async function watchOnce(
  shopOf: (workspace: string) => Shop,
  settings: WatchSettings,
  now = new Date(),
): Promise<void> {
  for (const workspace of await watchedWorkspaces(settings.dataFolder)) {
    try {
      await watchShop(shopOf(workspace), settings, now)
    } catch (error) {
      settings.onFault(error, workspace)
    }
  }
}

/** The folders that tell that a workspace has something to look at. */
const WATCHED = new Set(['alerts', 'reports', 'deliveries'])

export async function watchedWorkspaces(dataFolder: string): Promise<string[]> {
  const root = join(dataFolder, 'commerce')
  const names = (await readdir(root).catch(() => [])).filter((name) => WorkspaceId.safeParse(name).success)
  const inside = await Promise.all(names.map((name) => readdir(join(root, name)).catch(() => [])))
  return names.filter((_, i) => inside[i]?.some((each) => WATCHED.has(each)))
}

async function watchShop(shop: Shop, settings: WatchSettings, now: Date): Promise<void> {
  const { place } = shop
  const alerts = new Alerts(shop, settings)
  const reports = new ScheduledReports(shop, settings)
  const isDue = async () => {
    const snapshot = await currentSnapshot(place)
    if (snapshot !== undefined && (await alerts.isDue(snapshot.id, now))) return true
    return (await reports.isDue(now)) || hasDue(place, now)
  }
  if (!(await isDue())) return
  await withWatchLock(place, async () => {
    const snapshot = await currentSnapshot(place)
    if (snapshot) await alerts.check(snapshot.id, now)
    await reports.check(now)
    await sendDue(place, settings, now)
  })
}
