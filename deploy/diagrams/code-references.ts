import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { recordedResources, STACKS, type StackName } from '../plan/stacks.ts'
import type { Reference } from './model.ts'

/** What the OpenAPI document says that calls are at. */
export type Paths = Readonly<Record<string, unknown>>

/** Everything of the code that a picture may stand for, and has to, or that has to be left out with a reason. */
export async function referencesOfCode(root: string, paths: Paths): Promise<ReadonlySet<Reference>> {
  const stacks = await Promise.all((Object.keys(STACKS) as StackName[]).map(recordedResources))
  return new Set<Reference>([
    ...workspaces(root, 'packages').map((name): Reference => `package:${name}`),
    ...workspaces(root, 'apps').map((name): Reference => `app:${name}`),
    ...Object.keys(paths).map((path): Reference => `route:${routeGroup(path)}`),
    ...stacks.flat().map(({ type }): Reference => `resource:${type}`),
    ...servicesOf(root).map((name): Reference => `service:${name}`),
    ...filesOf(join(root, '.github', 'workflows')).map((name): Reference => `workflow:${name}`),
    ...scriptsOf(root).map((name): Reference => `script:${name}`),
  ])
}

/** `/api/v1/jobs` of `/api/v1/jobs/{job_id}/status`, `/items` of `/items/{item_id}`. */
function routeGroup(path: string): string {
  return /^(\/api\/v1)?\/[^/]+/.exec(path)![0]
}

function workspaces(root: string, folder: string): string[] {
  return readdirSync(join(root, folder)).filter((name) => existsSync(join(root, folder, name, 'package.json')))
}

function servicesOf(root: string): string[] {
  const folder = join(root, 'deploy', 'compose')
  return filesOf(folder)
    .filter((name) => /^(docker-)?compose.*\.ya?ml$/.test(name))
    .flatMap((name) => {
      const file = parse(readFileSync(join(folder, name), 'utf8'), { merge: true }) as { services?: object }
      return Object.keys(file.services ?? {})
    })
}

function filesOf(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).filter((name) => /\.\w+$/.test(name)) : []
}

function scriptsOf(root: string): string[] {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object }
  return Object.keys(scripts)
}
