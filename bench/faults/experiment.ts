import type { PostgresServer } from '../../test/postgres-server.ts'

/** A fault that is made on purpose, and what has to hold in spite of it. */
export interface Experiment {
  readonly name: string
  /** What happens and what is counted, in one sentence. */
  readonly claim: string
  run(surroundings: Surroundings): Promise<Finding>
}

export interface Surroundings {
  /** A server of this run's own, which experiments may stop and kill. */
  readonly server: PostgresServer
  /** The short form, for every run of the tests: fewer jobs and rounds, the same faults. */
  readonly short: boolean
  /** Told how far it is. */
  readonly tell: (line: string) => void
}

export interface Finding {
  readonly jobs: number
  /** Jobs that did not end as they had to, or whose result can't be read. */
  readonly lost: number
  /** Jobs with more than one result. */
  readonly double: number
  /** From a fault to the end of the last job that it had hit; undefined where there is nothing to recover from. */
  readonly worstRecoverySeconds?: number
  /** What else was counted, and what of it was wrong; wrong: the experiment has failed. */
  readonly notes: readonly string[]
  readonly wrong: readonly string[]
}

export function hasPassed({ lost, double, wrong }: Finding): boolean {
  return lost === 0 && double === 0 && wrong.length === 0
}
