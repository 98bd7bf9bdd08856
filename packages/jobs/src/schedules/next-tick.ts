import { CodedError } from '@zerosec/errors'
import { Cron } from 'croner'

/**
 * The first tick of a cron expression of five fields after a moment, by the clock of a time zone. On the day that has no 02:30 what is
 * due then comes when the clock jumps (03:00); on the day that has two it comes once, at the first; what is due every hour or oftener
 * goes on in steady steps.
 *
 * @throws CodedError schedule_invalid, also for one that has no tick at all
 */
export function nextTick(cron: string, timeZone: string, after: Date): Date {
  if (!/^\S+( \S+){4}$/.test(cron)) {
    throw invalid(`"${cron}" is not a cron expression of five fields: minute, hour, day of month, month, day of week`)
  }
  if (!isTimeZone(timeZone)) throw invalid(`there is no time zone "${timeZone}"; write Europe/Berlin or UTC`)
  let next: Date | null
  try {
    next = new Cron(cron, { timezone: timeZone, mode: '5-part', paused: true }).nextRun(after)
  } catch (error) {
    throw invalid(`"${cron}" is not understood: ${(error as Error).message}`)
  }
  if (!next) throw invalid(`"${cron}" is at no date that there is`)
  return next
}

function invalid(problem: string): CodedError {
  return new CodedError('schedule_invalid', { problem: problem.replace(/\.$/, '') })
}

function isTimeZone(timeZone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone }))
  } catch {
    return false
  }
}
