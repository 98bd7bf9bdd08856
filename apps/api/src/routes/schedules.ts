import {
  ChangeScheduleRequest,
  CreateScheduleRequest,
  DeletedSchedule,
  ListSchedulesResponse,
  ScheduleParams,
  ScheduleResponse,
} from '@zerosec/contract'
import type { Platform, ScheduleText } from '@zerosec/jobs'
import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Api } from '../api.ts'
import { failures } from '../failures.ts'
import { JOB_FAILURES } from '../submission.ts'
import { scheduleView } from '../views.ts'
import { within } from '../workspace.ts'

const tags = ['schedules']

export function scheduleRoutes(app: Api, platform: Platform): void {
  const schedulesOf = (request: FastifyRequest) => within(platform, request).schedules
  writeRoutes(app, schedulesOf)

  app.get(
    '/schedules',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        summary: 'The schedules, newest first',
        response: { 200: ListSchedulesResponse, ...failures('nothing') },
      },
    },
    async (request) => ({ schedules: (await schedulesOf(request).list()).map(scheduleView) }),
  )

  app.get(
    '/schedules/:schedule_id',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        summary: 'One schedule: when it fires next, and what became of its last tick',
        params: ScheduleParams,
        response: { 200: ScheduleResponse, ...failures('input', 'schedule_unknown') },
      },
    },
    async (request) => scheduleView(await schedulesOf(request).get(request.params.schedule_id)),
  )

  app.delete(
    '/schedules/:schedule_id',
    {
      config: { scope: 'submit' },
      schema: {
        tags,
        summary: 'Delete a schedule; the jobs that it submitted stay',
        params: ScheduleParams,
        response: { 200: DeletedSchedule, ...failures('input', 'schedule_unknown') },
      },
    },
    async (request) => {
      const { schedule_id: scheduleId } = request.params
      await schedulesOf(request).remove(scheduleId)
      return { schedule_id: scheduleId, deleted: true as const }
    },
  )
}

type SchedulesOf = (request: FastifyRequest) => ReturnType<Platform['within']>['schedules']

function writeRoutes(app: Api, schedulesOf: SchedulesOf): void {
  app.post(
    '/schedules',
    {
      config: { scope: 'submit' },
      schema: {
        tags,
        summary: 'Run an analysis again and again on an uploaded file, by a cron expression',
        body: CreateScheduleRequest,
        response: { 200: ScheduleResponse, ...failures('body', 'schedule_invalid', ...JOB_FAILURES, 'schedules_full') },
      },
    },
    async (request) => scheduleView(await schedulesOf(request).create(textOf(request.body) as ScheduleText)),
  )

  app.patch(
    '/schedules/:schedule_id',
    {
      config: { scope: 'submit' },
      schema: {
        tags,
        summary: 'Change, pause or resume a schedule',
        params: ScheduleParams,
        body: ChangeScheduleRequest,
        response: {
          200: ScheduleResponse,
          ...failures('body', 'schedule_invalid', ...JOB_FAILURES, 'schedule_unknown'),
        },
      },
    },
    async (request) =>
      scheduleView(await schedulesOf(request).change(request.params.schedule_id, textOf(request.body))),
  )
}

function textOf(body: z.output<typeof ChangeScheduleRequest>): Partial<ScheduleText> {
  const named = {
    name: body.name,
    cron: body.cron,
    timeZone: body.time_zone,
    jobType: body.job_type,
    inputBucket: body.input_bucket,
    inputKey: body.input_key,
    parameters: body.parameters,
    priority: body.priority,
    paused: body.paused,
  }
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined))
}
