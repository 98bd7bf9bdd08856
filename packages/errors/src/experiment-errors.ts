/** The part of the error table that is about proposing the next experiments. */
export const EXPERIMENT_ERRORS = {
  objective_missing: {
    status: 422,
    exit: 2,
    text: 'It is not said what the experiments are for. Name the measured columns in maximise, minimise, targets or ranges; there are: {columns}.',
  },
  objective_conflict: {
    status: 422,
    exit: 2,
    text: 'The column "{column}" can\'t have two objectives: {objectives}. Keep one of them.',
  },
  objective_constant: {
    status: 422,
    exit: 3,
    text: 'The objective "{column}" is {value} in every measured run, so nothing tells which run would be better. Make runs with other settings first, which job type optimization plans, or choose another objective.',
  },
  experiments_too_few: {
    status: 422,
    exit: 3,
    text: '{measured} runs have a result of "{column}", and {needed} are needed at least. Make more runs first; the job type optimization plans them.',
  },
  experiments_exhausted: {
    status: 422,
    exit: 3,
    text: 'No run is left to propose: {reasons}. Widen the bounds, add levels or candidates, or take back what is forbidden or rejected.',
  },
} as const
