import { naturalLevel } from '@zerosec/engine'
import { readTable } from '@zerosec/table'
import { OptimizationParameters } from '../src/optimization/parameters.ts'
import { readRequest } from '../src/optimization/read-request.ts'
import type { DesignRequest } from '../src/optimization/request.ts'

/** The design request of a CSV text (or of a file's bytes), read as for a user. */
export async function requestOf(
  csv: string | Uint8Array,
  parameters: Readonly<Record<string, unknown>> = {},
): Promise<DesignRequest> {
  const bytes = typeof csv === 'string' ? new TextEncoder().encode(csv) : csv
  return readRequest(await readTable('data.csv', bytes), OptimizationParameters.parse(parameters))
}

/** Coded runs in natural units, categories as their levels. */
export function settings({ problem }: DesignRequest, runs: Float64Array | undefined): (string | number)[][] {
  const { factors } = problem
  return Array.from({ length: (runs?.length ?? 0) / factors.length }, (_, i) =>
    factors.map((factor, f) => {
      const coded = runs![i * factors.length + f]!
      if (factor.kind === 'categorical' || factor.kind === 'block') return factor.levels[coded]!
      return Number(naturalLevel(factor, coded).toPrecision(10))
    }),
  )
}

export function codes({ warnings }: DesignRequest): string[] {
  return warnings.map(({ code }) => code)
}

/** Names of the model's columns. */
export function columns({ problem }: DesignRequest): string[] {
  return problem.model.columns.map(({ name }) => name)
}
