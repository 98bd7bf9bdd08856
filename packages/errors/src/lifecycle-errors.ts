/** What users of jobs can't do with them: batches, dead letters, deletion, schedules. */
export const LIFECYCLE_ERRORS = {
  submission_refused: {
    status: 422,
    exit: 2,
    text: 'None of the batch was submitted, because the submission at index {index} was refused: {problem}',
  },
  batch_unknown: {
    status: 404,
    exit: 2,
    text: 'There is no batch {batch_id}. Its jobs may have been deleted.',
  },
  job_not_ended: {
    status: 409,
    exit: 2,
    text: 'The job {job_id} is {status}. Cancel it first; then it can be deleted.',
  },
  job_not_dead_letter: {
    status: 409,
    exit: 2,
    text: 'The job {job_id} is {status} and no dead letter: its attempts were not used up by faults. Submit a new job instead.',
  },
  schedule_unknown: {
    status: 404,
    exit: 2,
    text: 'There is no schedule {schedule_id}. GET /api/v1/schedules lists the schedules.',
  },
  schedule_invalid: {
    status: 422,
    exit: 2,
    text: "The schedule can't be used: {problem}.",
  },
  schedules_full: {
    status: 409,
    exit: 2,
    text: 'There are {limit} schedules already, the most that a workspace may have. Delete one first.',
  },
} as const
