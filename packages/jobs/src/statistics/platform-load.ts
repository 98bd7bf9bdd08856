/** What this process is busy with, now. */
export interface PlatformLoad {
  /** Jobs that it runs at the same time; 0 where it takes no jobs. */
  readonly slots: number
  readonly running: number
  /** Its connections to the database, those that nobody uses, and the statements that wait for one. */
  readonly pool: { readonly total: number; readonly idle: number; readonly waiting: number }
}
