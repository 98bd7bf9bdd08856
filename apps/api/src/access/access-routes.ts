import type { Access } from '@zerosec/jobs'
import type { Api } from '../api.ts'
import type { ApiSettings } from '../settings.ts'
import { auditRoutes } from './audit-routes.ts'
import type { Callers } from './callers.ts'
import { keyRoutes } from './key-routes.ts'
import { sessionRoutes } from './session-routes.ts'

export function accessRoutes(app: Api, access: Access, callers: Callers, settings: ApiSettings): void {
  sessionRoutes(app, access, callers, settings)
  keyRoutes(app, access, callers)
  auditRoutes(app, access)
}
