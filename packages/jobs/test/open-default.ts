import type { Configuration } from '../src/configuration.ts'
import { DEFAULT_WORKSPACE } from '../src/job.ts'
import { openPlatform, type PlatformOptions } from '../src/open-platform.ts'
import type { Platform, Workspace } from '../src/platform.ts'

/** A platform and its default workspace in one. */
export type DefaultPlatform = Platform & Workspace

export async function openDefault(configuration: Configuration, options?: PlatformOptions): Promise<DefaultPlatform> {
  const platform = await openPlatform(configuration, options)
  return { ...platform, ...platform.within(DEFAULT_WORKSPACE) }
}
