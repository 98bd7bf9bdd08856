import { AnalysesResponse } from '@zerosec/contract'
import type { Api } from '../api.ts'
import { failures } from '../failures.ts'

/** What can be run; the form, the command line and the docs are made of the same parameter schemas. */
export function analysisRoutes(app: Api): void {
  app.get(
    '/analyses',
    {
      config: { scope: 'read' },
      schema: {
        tags: ['analyses'],
        summary: 'The catalogue of analyses, each with the JSON Schema of its parameters',
        response: { 200: AnalysesResponse, ...failures('nothing') },
      },
    },
    async () => ({ analyses: (await import('@zerosec/analyses')).describeAnalyses() }),
  )
}
