/** What the client and the event streams add. Part of the one error table. */
export const CLIENT_ERRORS = {
  event_streams_full: {
    status: 429,
    exit: 1,
    text: 'There are {limit} open event streams {of} already. Close some, or ask for the status every 2 s instead.',
  },
  job_cancelled: {
    status: 409,
    exit: 1,
    text: 'The job {job_id} was cancelled. Submit it again to have its results.',
  },
  wait_timed_out: {
    status: 503,
    exit: 1,
    text: 'The job {job_id} was {status} after {seconds} s of waiting. It goes on: follow it by its id.',
  },
  download_damaged: {
    status: 503,
    exit: 1,
    text: 'The file {file} did not arrive whole: {problem}. Download it again.',
  },
  artifact_name_unsafe: {
    status: 500,
    exit: 1,
    text: 'The platform names a file "{file}", which does not stay inside the folder. Nothing was written; ask who runs that platform.',
  },
} as const
