import type { Platform } from '@zerosec/jobs'
import type { Serving, ServingSettings, WorkspaceModels } from '@zerosec/serving'
import type { FastifyRequest } from 'fastify'
import type { Api } from '../api.ts'
import { workspaceOf } from '../workspace.ts'

type Module = typeof import('@zerosec/serving')

/** Registered models, from the first request on that needs them: loading the engine would hold up the start. */
export interface Models {
  module(): Promise<Module>
  serving(): Promise<Serving>
  /** Those of the request's workspace. */
  of(request: FastifyRequest): Promise<WorkspaceModels>
  /** Undefined: nothing was asked of models yet. */
  opened(): Serving | undefined
  /** What is wrong with each model that is expected; null: it is ready. */
  readiness(): Promise<Readonly<Record<string, string | null>>>
}

export function openModels(app: Api, platform: Platform, settings: ServingSettings): Models {
  let opening: Promise<{ module: Module; serving: Serving }> | undefined
  let opened: Serving | undefined
  const open = () => {
    opening ??= import('@zerosec/serving').then((module) => {
      const { log } = app
      opened = module.openServing(platform, settings, {
        info: (details, message) => log.info(details, message),
        warn: (details, message) => log.warn(details, message),
        error: (details, message) => log.error(details, message),
      })
      return { module, serving: opened }
    })
    return opening
  }
  app.addHook('onClose', async () => {
    await (await opening)?.serving.close()
  })
  return {
    module: async () => (await open()).module,
    serving: async () => (await open()).serving,
    of: async (request) => (opened ?? (await open()).serving).within(workspaceOf(request)),
    opened: () => opened,
    readiness: async () => (settings.expected.length === 0 ? {} : (await open()).serving.readiness()),
  }
}
