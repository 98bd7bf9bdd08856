import type { Platform, Workspace } from '@zerosec/jobs'
import type { FastifyRequest } from 'fastify'
import { callerOf } from './access/caller-of.ts'

/** The workspace that a request acts in: that of whoever sends it. */
export function workspaceOf(request: FastifyRequest): string {
  return callerOf(request).workspaceId
}

/** What the request may see and do of the platform. */
export function within(platform: Platform, request: FastifyRequest): Workspace {
  return platform.within(workspaceOf(request))
}
