import type { Commerce, CommerceSettings, Desk, Shop } from '@zerosec/commerce'
import type { FastifyRequest } from 'fastify'
import type { Api } from '../api.ts'
import { workspaceOf } from '../workspace.ts'

type Module = typeof import('@zerosec/commerce')

/** The package of commerce, DuckDB with it, from the first request on that needs it: who has no shop pays nothing for it. */
export interface Shops {
  module(): Promise<Module>
  commerce(): Promise<Commerce>
  /** That of the request's workspace. */
  of(request: FastifyRequest): Promise<Shop>
  /** What its people have set up around it. */
  desk(request: FastifyRequest): Promise<Desk>
}

export function openShops(app: Api, settings: CommerceSettings): Shops {
  let opened: Promise<{ module: Module; commerce: Commerce }> | undefined
  const onFault = (error: unknown, load: string) =>
    app.log.error({ err: error, load }, 'a load failed by a fault of ours')
  const open = () => {
    opened ??= import('@zerosec/commerce').then((module) => ({
      module,
      commerce: module.openCommerce({ ...settings, onFault }),
    }))
    return opened
  }
  app.addHook('onClose', async () => {
    await (await opened)?.commerce.close()
  })
  return {
    module: async () => (await open()).module,
    commerce: async () => (await open()).commerce,
    desk: async (request) => (await open()).commerce.desk(workspaceOf(request)),
    of: async (request) => (await open()).commerce.within(workspaceOf(request)),
  }
}
