import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CommerceSqlResult } from '@zerosec/contract'
import { CodedError } from '@zerosec/errors'
import { findSnapshot } from '../snapshots/current.ts'
import type { SnapshotPlace } from '../snapshots/place.ts'
import { runInChild } from './child-task.ts'
import type { SqlAnswer, SqlTask } from './sql-task.ts'
import type { Turns } from './turns.ts'

const CHILD = new URL('./sql-child.ts', import.meta.url)

export interface SqlLimits {
  readonly memoryMb: number
  readonly threads: number
  readonly timeLimitMs: number
  /** Processes at once. */
  readonly turns: Turns
}

/**
 * Runs one SELECT that a person wrote, in a process of its own that is ended with it.
 *
 * @throws CodedError commerce_sql_refused, commerce_sql_invalid, commerce_sql_memory, commerce_sql_too_large, commerce_query_timeout,
 *   commerce_busy, snapshot_none
 */
export async function runSql(
  place: SnapshotPlace,
  { sql, limit }: { readonly sql: string; readonly limit: number },
  limits: SqlLimits,
  signal?: AbortSignal,
): Promise<CommerceSqlResult> {
  const { memoryMb, threads, timeLimitMs, turns } = limits
  // DuckDB ends a text there in one place and not in another: what is looked at and what is run could differ
  if (sql.includes('\0') || !sql.isWellFormed()) {
    throw new CodedError('commerce_sql_refused', { problem: 'it has characters that no text has' })
  }
  const { id, path } = await findSnapshot(place)
  return turns.hold(async () => {
    const tempFolder = await mkdtemp(join(tmpdir(), 'zerosec-sql-'))
    try {
      const task: SqlTask = { path, sql, limit, memoryMb, threads, tempFolder }
      const { columns, rows, isCut, elapsedMs } = await runInChild<SqlAnswer>(CHILD, task, {
        limit: {
          ms: timeLimitMs,
          error: () => new CodedError('commerce_query_timeout', { seconds: timeLimitMs / 1000 }),
        },
        ...(signal ? { signal } : {}),
      })
      const shown = columns.map((column) => ({ ...column, values: [...column.values] }))
      return { snapshot_id: id, columns: shown, rows, is_cut: isCut, elapsed_ms: elapsedMs }
    } catch (error) {
      throw wasEnded(error) ? new CodedError('commerce_sql_memory', { limit: memoryMb }, { cause: error }) : error
    } finally {
      await rm(tempFolder, { recursive: true, force: true })
    }
  })
}

/** By itself or by Linux: it had no other reason than its memory. */
function wasEnded(error: unknown): boolean {
  return error instanceof Error && /^a child process ended \((SIGKILL|SIGABRT|134)\)/.test(error.message)
}
