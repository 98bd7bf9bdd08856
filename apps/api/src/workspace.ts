import { DEFAULT_WORKSPACE, type Platform, type Workspace } from '@zerosec/jobs'
import type { FastifyRequest } from 'fastify'

/** The workspace that a request acts in. */
export function workspaceOf(_request: FastifyRequest): string {
  return DEFAULT_WORKSPACE
}

/** What the request may see and do of the platform. */
export function within(platform: Platform, request: FastifyRequest): Workspace {
  return platform.within(workspaceOf(request))
}
