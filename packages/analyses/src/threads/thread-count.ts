import { availableParallelism } from 'node:os'
import { CodedError } from '@zerosec/errors'
import { z } from 'zod'

/** The environment variable that says on how many threads one analysis works; results never depend on it. */
export const THREADS_VARIABLE = 'ZEROSEC_THREADS'

/** How the variable's text is read. */
export const ThreadCount = z.coerce.number<string>().int().min(1).max(256)

/**
 * What the environment says, else as many as this process has processors.
 * @throws CodedError configuration_invalid
 */
export function defaultThreads(environment: Readonly<Record<string, string | undefined>> = process.env): number {
  const text = environment[THREADS_VARIABLE]?.trim()
  if (!text) return availableParallelism()
  const { data, error } = ThreadCount.safeParse(text)
  if (data !== undefined) return data
  const problem = `"${text}": ${error?.issues[0]?.message ?? 'not understood'}`
  throw new CodedError('configuration_invalid', { setting: THREADS_VARIABLE, problem })
}
