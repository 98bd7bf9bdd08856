import { CodedError } from '@zerosec/errors'
import type { OptimizationParameters } from './parameters.ts'
import type { DesignRequest } from './request.ts'

/** What is known of a table of runs when its use is decided. */
export interface RunTable {
  readonly rows: number
  /** Rows with a result. */
  readonly measured: number
  /** A column of run numbers beside columns of results: the sheet of a design. */
  readonly isRunSheet: boolean
  /** Columns described as covariates: the rows are objects with measured properties, to be treated in ways that are chosen. */
  readonly hasCovariates: boolean
}

export interface RunUse {
  readonly mode: DesignRequest['mode']
  /** Which rows are runs that are made or planned already. */
  readonly existing: 'all' | 'measured' | 'none'
  /** Why, where it was not said. */
  readonly because: string
}

/**
 * What the rows of a table are.
 *
 * @throws CodedError design_mode_impossible where mode and existing_runs contradict each other
 */
export function runUse(
  {
    mode,
    existing_runs: wish,
    num_points: points,
  }: Pick<OptimizationParameters, 'mode' | 'existing_runs' | 'num_points'>,
  table: RunTable,
): RunUse {
  const refuse = (problem: string) => {
    throw new CodedError('design_mode_impossible', { mode, problem })
  }
  // where all rows have results, choosing can only mean to choose among those
  const leavesEnough = table.measured > 0 && table.rows - table.measured >= points
  switch (mode) {
    case 'new':
      if (wish === 'keep') refuse('with existing_runs keep, runs are added to those of the table; choose augment')
      return { mode, existing: 'none', because: 'mode is new' }
    case 'augment':
      if (table.hasCovariates) refuse('covariates are measured on rows that are still to be used; choose new')
      if (wish === 'ignore') refuse('it adds to existing runs, and existing_runs is ignore; choose new')
      return { mode, existing: 'all', because: 'mode is augment' }
    case 'select':
      if (wish === 'keep') refuse('with existing_runs keep every row is a run already, and none is left to choose from')
      return { mode, existing: wish === 'auto' && leavesEnough ? 'measured' : 'none', because: 'mode is select' }
    case 'auto':
      return automaticUse(wish, points, table)
  }
}

function automaticUse(wish: OptimizationParameters['existing_runs'], points: number, table: RunTable): RunUse {
  if (table.hasCovariates) return { mode: 'new', existing: 'none', because: 'its rows bring covariates' }
  if (wish === 'keep') return { mode: 'augment', existing: 'all', because: 'existing_runs is keep' }
  if (wish === 'ignore') return { mode: 'select', existing: 'none', because: 'existing_runs is ignore' }
  if (table.isRunSheet)
    return { mode: 'augment', existing: 'all', because: 'it numbers its runs and has columns for results' }
  if (table.measured === 0) return { mode: 'select', existing: 'none', because: 'it has no results' }
  if (table.rows - table.measured >= points) {
    return {
      mode: 'select',
      existing: 'measured',
      because: 'some of its rows have results, and enough others have none',
    }
  }
  return { mode: 'augment', existing: 'all', because: 'its rows have results' }
}
