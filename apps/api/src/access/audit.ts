import type { Access, AuditEntry } from '@zerosec/jobs'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Api } from '../api.ts'
import { changes } from './authorise.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Of a call that changes something although reading is enough for it: it is in the audit log too. False of one that anyone may make and that changes nothing. */
    audited?: boolean
  }
}

const REFUSED: ReadonlySet<number> = new Set([401, 403])
const PRUNE_MS = 6 * 3_600_000

/**
 * Writes who changed what, and who was turned away. An entry is stored before the answer leaves: what was acknowledged is in
 * the log. Reads are not in it.
 */
export function recordCalls(app: Api, access: Access, days: number): void {
  // without a promise where there is nothing to write, as this is every answer's way
  app.addHook('onSend', (request, reply, payload, done) => {
    if (REFUSED.has(reply.statusCode)) {
      void record(request, () => access.audit.writeRefusal(entryOf(request, reply, payload)))
      return done()
    }
    if (!isAudited(request)) return done()
    void record(request, () => access.audit.write(entryOf(request, reply, payload)), done)
  })

  let pruning: NodeJS.Timeout | undefined
  app.addHook('onListen', async () => {
    const prune = async (): Promise<void> => {
      const { audit, sessions } = access
      await Promise.all([audit.prune(days), sessions.prune()]).catch((error: unknown) =>
        app.log.warn({ err: error }, 'old entries of the audit log could not be removed'),
      )
    }
    pruning = setInterval(prune, PRUNE_MS).unref()
    void prune()
  })
  app.addHook('onClose', async () => clearInterval(pruning))
}

async function record({ log }: FastifyRequest, write: () => Promise<void>, done = (): void => {}): Promise<void> {
  try {
    await write()
  } catch (error) {
    log.error({ err: error }, 'a call could not be written to the audit log')
  }
  done()
}

function isAudited(request: FastifyRequest): boolean {
  if (request.is404) return false
  const { scope, audited } = request.routeOptions.config
  return audited ?? (changes(request) && scope !== 'read')
}

function entryOf(request: FastifyRequest, reply: FastifyReply, payload: unknown): AuditEntry {
  const answer = reply.statusCode >= 400 || changes(request) ? fieldsOf(payload) : {}
  return {
    workspaceId: request.access?.workspaceId ?? null,
    actor: request.access?.actor ?? (request.routeOptions.url === '/files/*' ? 'signed-url' : 'unknown'),
    action: `${request.method} ${request.routeOptions.url ?? 'unknown'}`,
    subject: subjectOf(request, answer),
    outcome: reply.statusCode < 400 ? 'done' : outcomeOf(answer, reply),
    status: reply.statusCode,
    requestId: request.id,
    address: request.ip,
  }
}

function outcomeOf({ code }: Readonly<Record<string, unknown>>, { statusCode }: FastifyReply): string {
  return typeof code === 'string' ? code : String(statusCode)
}

/** A coded error, or the JSON of a call that was done. Streams are not read. */
function fieldsOf(payload: unknown): Readonly<Record<string, unknown>> {
  if (typeof payload !== 'string' || !payload.startsWith('{')) return {}
  try {
    return JSON.parse(payload) as Record<string, unknown>
  } catch {
    return {}
  }
}

/** The ids that the path names, else the first that the answer names. */
function subjectOf(request: FastifyRequest, answer: Readonly<Record<string, unknown>>): string | null {
  const named = Object.values((request.params ?? {}) as Record<string, string>)
  if (named.length > 0) return named.join(' ')
  const [, id] = Object.entries(answer).find(([name]) => name.endsWith('_id') && name !== 'workspace_id') ?? []
  return typeof id === 'string' ? id : null
}
