/** What projects refuse. Part of the one error table. */
export const PROJECT_ERRORS = {
  project_unknown: {
    status: 404,
    exit: 2,
    text: 'There is no project {project_id}. GET /api/v1/projects lists the projects.',
  },
  project_full: {
    status: 409,
    exit: 2,
    text: 'The project has {limit} jobs, and takes no more. Remove some, or begin another project.',
  },
  round_unknown: {
    status: 422,
    exit: 2,
    text: 'The project has no round {round}. Its last one is {last}; {next} begins a new one.',
  },
  job_in_project: {
    status: 409,
    exit: 2,
    text: 'The job {job_id} belongs to the project {project_id} already. Move it to a round there, or remove it from there first.',
  },
  job_not_in_project: {
    status: 404,
    exit: 2,
    text: 'The job {job_id} does not belong to the project {project_id}. GET /api/v1/projects/{project_id} lists its jobs.',
  },
} as const
