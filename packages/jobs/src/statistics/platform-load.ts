import type { PoolLoad } from '../database/pool.ts'

/** What this process is busy with, now. */
export interface PlatformLoad {
  /** Jobs that it runs at the same time; 0 where it takes no jobs. */
  readonly slots: number
  readonly running: number
  readonly pool: PoolLoad
}
