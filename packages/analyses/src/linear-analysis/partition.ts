import { holdOut, kFold, seededGenerator } from '@zerosec/engine'
import type { Warning } from '@zerosec/report'

/** Which rows measure the model. Each part draws from its own stream of the seed, so that none shifts another. */
export interface Partition {
  readonly folds: number
  /** n: the fold of each row. */
  readonly foldOf: Int32Array
  /** Rows held out once; empty where none are. */
  readonly heldOut: readonly number[]
  readonly warnings: readonly Warning[]
}

const STREAMS = { folds: 0, holdOut: 1 }

/** As many folds as asked for; with fewer rows than that, each row is a fold of its own. */
export function partitionRows(rows: number, askedFolds: number, heldOutShare: number, seed: number): Partition {
  const generator = seededGenerator(seed)
  const folds = Math.min(askedFolds, rows)
  const heldOut = heldOutShare > 0 ? holdOut(rows, heldOutShare, generator.stream(STREAMS.holdOut)).test : []
  return {
    folds,
    foldOf: kFold(rows, folds, generator.stream(STREAMS.folds)),
    heldOut: [...heldOut],
    warnings: folds === askedFolds ? [] : [leaveOneOutWarning(rows, askedFolds)],
  }
}

function leaveOneOutWarning(rows: number, askedFolds: number): Warning {
  return {
    code: 'leave_one_out',
    level: 'note',
    message: `There are only ${rows} rows for ${askedFolds} folds: each row was left out once instead.`,
    count: rows,
  }
}
