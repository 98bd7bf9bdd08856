/** What a worker of an experiment is told. */
export interface WorkerOrder {
  /** Its settings, and nothing of this process's. */
  readonly environment: Readonly<Record<string, string>>
  /** File with a line for each job that the worker has completed, or was refused to. */
  readonly ledger: string
  /** Jobs take no process of their own and as long as their parameter `milliseconds` says. */
  readonly quick: boolean
  /** How long a quick job takes at most, whatever its parameter says, in milliseconds. */
  readonly longest?: number
  /** The point at which it kills itself, once it has passed it so many times. */
  readonly dies?: { readonly point: KillPoint; readonly after: number }
  /** How far its clock is off. */
  readonly clockHours?: number
  /** Job types that it knows; default: any. */
  readonly types?: readonly string[]
}

/** In the order of a job's life. */
export const KILL_POINTS = [
  'after claim',
  'during run',
  'before upload',
  'after upload',
  'before write',
  'after write',
  'before complete',
  'after complete',
] as const
export type KillPoint = (typeof KILL_POINTS)[number]
