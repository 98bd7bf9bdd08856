/** A job that is submitted again and again, on the same uploaded file. */
export interface Schedule extends ScheduleText {
  readonly scheduleId: string
  readonly workspaceId: string
  /** When it fires; null while it is paused. */
  readonly nextAt: Date | null
  readonly lastAt: Date | null
  readonly lastJobId: string | null
  /** Why it submitted nothing at `lastAt`. */
  readonly lastError: string | null
  readonly createdAt: Date
  readonly updatedAt: Date
}

export interface ScheduleText {
  readonly name: string
  /** Five fields: minute, hour, day of month, month, day of week. */
  readonly cron: string
  readonly timeZone: string
  readonly jobType: string
  readonly inputBucket: string
  readonly inputKey: string
  readonly parameters: Readonly<Record<string, unknown>>
  readonly priority: number
  readonly paused: boolean
}

/** Most of one workspace. */
export const MOST_SCHEDULES = 1000

export interface Schedules {
  /** @throws CodedError schedule_invalid, schedules_full, and what `Jobs.submit` refuses of the job */
  create(text: ScheduleText): Promise<Schedule>
  /** Newest first. */
  list(): Promise<readonly Schedule[]>
  /** @throws CodedError schedule_unknown */
  get(scheduleId: string): Promise<Schedule>
  /** Ticks that passed while it was paused are not made up for. @throws CodedError schedule_unknown, and as `create` */
  change(scheduleId: string, changes: Partial<ScheduleText>): Promise<Schedule>
  /** Its jobs stay; its file goes with the last job that reads it. @throws CodedError schedule_unknown */
  remove(scheduleId: string): Promise<void>
}
