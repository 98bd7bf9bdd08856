import type { Identity } from '@zerosec/jobs'
import type { FastifyRequest } from 'fastify'

/** Who sent a request that has been let through. */
export function callerOf({ access }: FastifyRequest): Identity {
  if (!access) throw new TypeError('a public route asked for its caller')
  return access
}
