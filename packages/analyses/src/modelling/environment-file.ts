import type { Json } from '@zerosec/report'
import type { AnalysisFile, AnalysisInput } from '../analysis.ts'
import { defaultThreads } from '../threads/thread-count.ts'
import { VERSION } from '../version.ts'

/** What a run needs to be made again. Two runs on one machine write the same bytes, but where they were given other threads. */
export function environmentFile(analysis: string, { table, parameters, seed }: AnalysisInput<object>): AnalysisFile {
  const environment: Json = {
    format: 'zerosec.environment/1',
    analysis,
    zerosec: VERSION,
    node: process.versions.node,
    v8: process.versions.v8,
    platform: process.platform,
    architecture: process.arch,
    threads: defaultThreads(),
    note: 'The results are the same for any number of threads.',
    seed,
    table: { name: table.name, rows: table.rowCount, columns: table.columns.length, sha256: table.sha256 },
    parameters: { ...(parameters as unknown as Record<string, Json>), random_seed: seed },
  }
  return {
    path: 'environment.json',
    type: 'json',
    bytes: new TextEncoder().encode(`${JSON.stringify(environment, null, 2)}\n`),
  }
}
