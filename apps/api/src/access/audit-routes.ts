import { AuditResponse, ListAuditQuery } from '@zerosec/contract'
import type { Access } from '@zerosec/jobs'
import type { Api } from '../api.ts'
import { failures } from '../failures.ts'
import { callerOf } from './caller-of.ts'

export function auditRoutes(app: Api, access: Access): void {
  app.get(
    '/audit',
    {
      config: { scope: 'admin' },
      schema: {
        tags: ['access'],
        summary: 'Who changed what and who was turned away, newest first, a page at a time',
        description: 'Of the own workspace; whoever runs the machine sees everything, unknown callers too.',
        querystring: ListAuditQuery,
        response: { 200: AuditResponse, ...failures('input') },
      },
    },
    async (request) => {
      const { limit, cursor } = request.query
      const { operator, workspaceId } = callerOf(request)
      const page = await access.audit.list({
        limit,
        ...(operator ? {} : { workspaceId }),
        ...(cursor === undefined ? {} : { cursor }),
      })
      const entries = page.entries.map((entry) => ({
        at: entry.at.toISOString(),
        workspace_id: entry.workspaceId,
        actor: entry.actor,
        action: entry.action,
        subject: entry.subject,
        outcome: entry.outcome,
        status: entry.status,
        request_id: entry.requestId,
        address: entry.address,
        times: entry.times,
      }))
      return { entries, next: page.next }
    },
  )
}
