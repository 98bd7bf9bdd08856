import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DASHBOARDS } from './dashboards.ts'
import { dashboardText } from './panels.ts'

const FOLDER = join(import.meta.dirname, 'dashboards')

/** The files that Grafana reads, by name. */
export function dashboardFiles(): ReadonlyMap<string, string> {
  return new Map(DASHBOARDS.map((dashboard) => [`${dashboard.uid}.json`, dashboardText(dashboard)]))
}

/** Names of files that are not as the dashboards say, or that no dashboard is. */
export function staleDashboards(): string[] {
  const wanted = dashboardFiles()
  const there = new Set(readdirSync(FOLDER))
  const stale = [...wanted].filter(
    ([name, text]) => !there.has(name) || readFileSync(join(FOLDER, name), 'utf8') !== text,
  )
  return [...stale.map(([name]) => name), ...[...there].filter((name) => !wanted.has(name))]
}

/** `node deploy/monitoring/grafana/write-dashboards.ts`: writes them anew. */
if (import.meta.main) for (const [name, text] of dashboardFiles()) writeFileSync(join(FOLDER, name), text)
