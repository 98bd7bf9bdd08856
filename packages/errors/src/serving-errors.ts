/** The part of the error table that is about registered models and what they are asked. */
export const SERVING_ERRORS = {
  model_unknown: {
    status: 404,
    exit: 2,
    text: 'There is no model {name}. GET /api/v1/models lists the models.',
  },
  model_version_unknown: {
    status: 404,
    exit: 2,
    text: 'There is no {version} of the model {name}. GET /api/v1/models/{name} lists its versions and aliases.',
  },
  model_alias_unknown: {
    status: 404,
    exit: 2,
    text: 'The model {name} has no version with the alias {alias}. Promote one, or name a version.',
  },
  model_signature_differs: {
    status: 409,
    exit: 2,
    text: 'Version {version} of {name} takes or gives other columns than version {current}, which has the alias {alias}: {differences}. Set allow_other_signature if all who call it know.',
  },
  model_rollback_impossible: {
    status: 409,
    exit: 2,
    text: 'The alias {alias} of {name} had no other version before. Promote one instead.',
  },
  model_golden_differs: {
    status: 409,
    exit: 3,
    text: 'Version {version} of {name} does not predict what it did when it was registered: {problem}. The version before goes on. Register the model again.',
  },
  model_file_lost: {
    status: 503,
    exit: 1,
    text: "The file of version {version} of {name} can't be used: {problem}. The version before goes on where there is one. Register the model again, or restore its file.",
  },
  model_file_too_large: {
    status: 413,
    exit: 3,
    text: 'The model file has {bytes} bytes; models of up to {limit} bytes are served. Make a smaller model.',
  },
  model_changed: {
    status: 409,
    exit: 1,
    text: 'Somebody else changed the model {name} at the same moment. Look at it, and try again.',
  },
  models_too_many: {
    status: 409,
    exit: 2,
    text: 'There are {count} {what} already, the most there may be. Use another name, or another workspace.',
  },
  release_running: {
    status: 409,
    exit: 2,
    text: 'A release of {name} is running: version {version}. End it first.',
  },
  release_unknown: {
    status: 404,
    exit: 2,
    text: 'No release of {name} is running.',
  },
  release_same_version: {
    status: 409,
    exit: 2,
    text: 'Version {version} of {name} is in production already. Release another one.',
  },
  release_memory_short: {
    status: 409,
    exit: 1,
    text: 'Version {version} of {name} and the one in production take {needed} MB of memory together, and models may take {limit} MB: each would push the other out. Raise ZEROSEC_MODEL_MEMORY_MB.',
  },
  predict_rows_too_many: {
    status: 413,
    exit: 2,
    text: 'The request has {rows} rows; one may have {limit}. Send several requests, or the rows as CSV, which is streamed.',
  },
  predict_csv_invalid: {
    status: 422,
    exit: 3,
    text: "The CSV can't be read: {problem}. Correct it, and send it again.",
  },
  predict_cell_unreadable: {
    status: 422,
    exit: 3,
    text: 'Row {row} has "{value}" in "{column}", where the model reads {expected}. Correct the cell; an empty one is missing.',
  },
  inference_tensor_invalid: {
    status: 422,
    exit: 2,
    text: 'The tensor "{tensor}" can\'t be used: {problem}.',
  },
  text_model_missing: {
    status: 503,
    exit: 1,
    text: "The model of sentiment can't be used: {problem}. Install zerosec again.",
  },
  item_unknown: {
    status: 404,
    exit: 2,
    text: 'There is no item {item_id}. GET /items lists the items.',
  },
} as const
