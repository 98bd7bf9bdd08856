import { z } from 'zod'

/** Fields that several calls share. */

export const Timestamp = z.iso.datetime().describe('ISO 8601, UTC')
export const JobId = z.guid('expected a UUID')
export const Count = z.int().min(0)
export const Bucket = z.string().min(1).max(255)
export const ObjectKey = z.string().min(1).max(1024)
export const ProjectId = z.guid('expected a UUID')
export const Round = z.int().min(1).max(9999)
export const BatchId = z.guid('expected a UUID')
export const ScheduleId = z.guid('expected a UUID')
export const Priority = z.int().min(-100).max(100)
