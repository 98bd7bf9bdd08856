import { z } from 'zod'

export const AnalysisDescription = z
  .object({
    name: z.string().describe('the job_type'),
    title: z.string(),
    summary: z.string(),
    parameters: z.record(z.string(), z.unknown()).describe('JSON Schema of the parameters'),
  })
  .meta({ id: 'Analysis' })
export type AnalysisDescription = z.infer<typeof AnalysisDescription>

export const AnalysesResponse = z.object({ analyses: z.array(AnalysisDescription) }).meta({ id: 'Analyses' })
export type AnalysesResponse = z.infer<typeof AnalysesResponse>
