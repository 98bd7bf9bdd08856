import { ACCESS_ERRORS } from './access-errors.ts'
import { BACKUP_ERRORS } from './backup-errors.ts'
import { CLIENT_ERRORS } from './client-errors.ts'
import { COMMERCE_ERRORS } from './commerce-errors.ts'
import { COMMERCE_QUERY_ERRORS } from './commerce-query-errors.ts'
import { COMMERCE_SERVICE_ERRORS } from './commerce-service-errors.ts'
import { COMMERCE_WATCH_ERRORS } from './commerce-watch-errors.ts'
import { DESIGN_ERRORS } from './design-errors.ts'
import { EXPERIMENT_ERRORS } from './experiment-errors.ts'
import { FILE_ERRORS } from './file-errors.ts'
import { LIFECYCLE_ERRORS } from './lifecycle-errors.ts'
import { MODELLING_ERRORS } from './modelling-errors.ts'
import { PARETO_ERRORS } from './pareto-errors.ts'
import { PROJECT_ERRORS } from './project-errors.ts'
import { SERVING_ERRORS } from './serving-errors.ts'
import { WAREHOUSE_ERRORS } from './warehouse-errors.ts'

/**
 * Every error that a user can meet: its stable code, HTTP status, exit code and text. The only such table.
 *
 * A text names what is wrong and what to do about it. `{name}` is replaced by the detail of that name. Codes are never
 * renamed; `docs/errors.md` is generated from this table and a test compares the two.
 */
export const ERRORS = {
  // the call is wrong
  parameter_unknown: {
    status: 422,
    exit: 2,
    text: 'There is no parameter "{parameter}" in {analysis}. It takes: {known}.',
  },
  parameter_invalid: {
    status: 422,
    exit: 2,
    text: 'The parameter "{parameter}" can\'t be used: {problem}. Correct it and run again.',
  },
  column_unknown: {
    status: 422,
    exit: 2,
    text: 'The table has no column "{column}". It has: {known}.',
  },
  formula_invalid: {
    status: 422,
    exit: 2,
    text: 'The formula can\'t be read at "{near}": {problem}.',
  },
  analysis_unknown: {
    status: 422,
    exit: 2,
    text: 'There is no analysis "{analysis}". There are: {known}.',
  },
  command_unknown: {
    status: 400,
    exit: 2,
    text: 'There is no command "{command}". There are: {known}.',
  },
  option_invalid: {
    status: 400,
    exit: 2,
    text: "The option {option} can't be used: {problem}.",
  },
  arguments_wrong: {
    status: 400,
    exit: 2,
    text: 'The call of {command} is wrong: {problem}. Usage: {usage}',
  },
  file_not_found: {
    status: 404,
    exit: 2,
    text: 'The file {file} was not found. Check its name and folder.',
  },
  file_unreadable: {
    status: 422,
    exit: 2,
    text: "The file {file} can't be opened: {problem}. Choose a file that you may read.",
  },
  output_exists: {
    status: 409,
    exit: 2,
    text: '{file} is already there and was not written by zerosec. Move it, or choose another folder with --out.',
  },
  output_not_writable: {
    status: 500,
    exit: 2,
    text: "The folder {folder} can't be written to: {problem}. Choose another one with --out.",
  },

  // the file can't be used
  file_type_unsupported: {
    status: 415,
    exit: 3,
    text: 'Files of the type "{extension}" can\'t be read. Save it as one of: {known}.',
  },
  file_empty: {
    status: 422,
    exit: 3,
    text: 'The file is empty. Export it again and check that it holds the table.',
  },
  file_header_only: {
    status: 422,
    exit: 3,
    text: 'The file has a header line but no rows below it. Add the measured rows.',
  },
  file_too_large: {
    status: 413,
    exit: 3,
    text: 'The file has {bytes} bytes; at most {limit} can be read. Split it, or leave out columns that are not needed.',
  },
  file_expands_too_far: {
    status: 413,
    exit: 3,
    text: 'The workbook unpacks to more than {limit} bytes, so it was not opened. Save only the table in a new workbook.',
  },
  file_too_many_cells: {
    status: 413,
    exit: 3,
    text: 'The table reaches to {range}, more than {limit} cells. Delete the empty rows and columns around it, or split it.',
  },
  file_too_many_columns: {
    status: 413,
    exit: 3,
    text: 'The table has {columns} columns; at most {limit} can be read. Leave out columns, or check the delimiter.',
  },
  file_encrypted: {
    status: 422,
    exit: 3,
    text: 'The workbook is protected by a password. Save it without one and read it again.',
  },
  file_corrupt: {
    status: 422,
    exit: 3,
    text: "The file can't be read as {format}: {problem}. Open it in its program and save it again.",
  },
  encoding_unknown: {
    status: 422,
    exit: 3,
    text: 'The text of the file fits none of the encodings {known}. Save it as UTF-8.',
  },
  sheet_unknown: {
    status: 422,
    exit: 2,
    text: 'The workbook has no sheet "{sheet}". It has: {known}.',
  },

  // the data have no answer
  rows_too_few: {
    status: 422,
    exit: 3,
    text: '{usable} usable rows are too few for {needed}. Add rows, fill in missing cells, or leave out factors.',
  },
  columns_too_few: {
    status: 422,
    exit: 3,
    text: 'The table has one column, "{column}"; an analysis needs a response and at least one factor.',
  },
  column_all_missing: {
    status: 422,
    exit: 3,
    text: 'Every cell of the column "{column}" is missing. Fill it in or choose another column.',
  },
  response_constant: {
    status: 422,
    exit: 3,
    text: 'The response "{column}" is {value} in every usable row, so nothing can explain it. Check the column.',
  },
  response_not_numeric: {
    status: 422,
    exit: 3,
    text: 'The response "{column}" holds {kind}, not numbers. Choose a numeric column; for classes use classification.',
  },
  factors_none: {
    status: 422,
    exit: 3,
    text: 'No column is left to explain "{column}": {reasons}. Choose feature_columns that vary and have values.',
  },
  values_infinite: {
    status: 422,
    exit: 3,
    text: 'The column "{column}" holds an infinite value in row {row}. Correct the cell or leave it empty.',
  },
  values_not_numeric: {
    status: 422,
    exit: 3,
    text: 'The column "{column}" holds numbers, but row {row} has "{text}" (cells that are no numbers: {count}). Correct or empty them.',
  },
  values_too_large: {
    status: 422,
    exit: 3,
    text: 'The values of "{column}" are too large to compute with. Use another unit for the column.',
  },

  value_outside_domain: {
    status: 422,
    exit: 3,
    text: 'The term {term} has no value in row {row}, where "{column}" is {value}. Leave the term or the row out.',
  },
  model_too_large: {
    status: 422,
    exit: 3,
    text: 'The model has {coefficients} coefficients for {rows} rows; at most {limit} coefficients and {cells} cells are fitted. Use terms "main" or fewer feature_columns.',
  },

  // jobs, files and access
  request_invalid: {
    status: 422,
    exit: 2,
    text: "The request can't be used: {problem}.",
  },
  body_malformed: {
    status: 400,
    exit: 2,
    text: "The request's body can't be read as JSON: {problem}. Send one JSON object.",
  },
  body_too_large: {
    status: 413,
    exit: 2,
    text: "The request's body is larger than {limit} bytes. Send less at once; files go through /presign/upload.",
  },
  content_type_unsupported: {
    status: 415,
    exit: 2,
    text: 'A body of the type "{content_type}" is not taken here. Send it as {taken}, and say so in Content-Type.',
  },
  file_name_invalid: {
    status: 422,
    exit: 2,
    text: 'The file name "{file}" can\'t be used: it holds a slash or a control character, or only dots. Send the bare name.',
  },
  method_not_allowed: {
    status: 405,
    exit: 1,
    text: '{path} takes no {method}, but {allowed}. /docs lists the calls.',
  },
  route_unknown: {
    status: 404,
    exit: 1,
    text: 'There is nothing at {method} {path}. /docs lists the calls.',
  },
  job_unknown: {
    status: 404,
    exit: 2,
    text: 'There is no job {job_id}. It may have been deleted; GET /api/v1/jobs lists the jobs.',
  },
  job_exists: {
    status: 409,
    exit: 2,
    text: 'The job {job_id} was already submitted and is {status}. Ask for a new upload URL to submit another one.',
  },
  idempotency_conflict: {
    status: 409,
    exit: 2,
    text: 'The idempotency key was used for another request before, or for a job that was deleted. Use a new key.',
  },
  input_changed: {
    status: 409,
    exit: 3,
    text: 'The file {file} is not the one that was submitted: its bytes have changed since. Upload it again and submit a new job.',
  },
  job_not_completed: {
    status: 409,
    exit: 2,
    text: 'The job {job_id} is {status}; its results can be read once it is completed.',
  },
  job_not_cancellable: {
    status: 409,
    exit: 2,
    text: 'The job {job_id} is {status} and can no longer be cancelled.',
  },
  job_time_limit: {
    status: 422,
    exit: 3,
    text: 'The analysis was stopped after {seconds} s, its time limit. Use fewer rows, or raise ZEROSEC_JOB_SECONDS.',
  },
  job_memory_limit: {
    status: 422,
    exit: 3,
    text: 'The analysis was stopped at its memory limit of {megabytes} MB. Use fewer rows, or raise ZEROSEC_JOB_MEMORY_MB.',
  },
  job_worker_lost: {
    status: 500,
    exit: 1,
    text: 'The worker stopped during this job, {attempts} times. The file is still stored: submit it again.',
  },
  input_not_uploaded: {
    status: 409,
    exit: 2,
    text: 'Nothing was uploaded to {key} yet. PUT the file to its upload URL first.',
  },
  artifact_unknown: {
    status: 404,
    exit: 2,
    text: 'The job {job_id} has no file {file_key}. GET /api/v1/jobs/{job_id}/artifacts lists its files.',
  },
  file_reference_invalid: {
    status: 422,
    exit: 2,
    text: 'The file "{reference}" can\'t be used: {problem}.',
  },
  bucket_unknown: {
    status: 422,
    exit: 2,
    text: 'There is no bucket "{bucket}" here. Use the bucket and key that /presign/upload returned.',
  },
  url_expired: {
    status: 403,
    exit: 2,
    text: 'This URL expired at {expired}. Ask for a new one.',
  },
  url_signature_invalid: {
    status: 403,
    exit: 2,
    text: 'The signature of this URL does not fit its content. Ask for a new URL and use it unchanged.',
  },
  upload_exists: {
    status: 409,
    exit: 2,
    text: 'Something was already uploaded to {key}. Ask for a new upload URL for another file.',
  },
  upload_too_large: {
    status: 413,
    exit: 2,
    text: 'The upload is larger than the {limit} bytes that its URL allows. Split the file, or raise ZEROSEC_UPLOAD_BYTES.',
  },
  origin_refused: {
    status: 403,
    exit: 2,
    text: 'Requests from {origin} are not allowed. Add it to ZEROSEC_ORIGINS to allow them.',
  },
  host_refused: {
    status: 403,
    exit: 2,
    text: 'Requests to the host {host} are not answered here. Use http://localhost, or add the host to ZEROSEC_HOSTS.',
  },
  rate_limited: {
    status: 429,
    exit: 1,
    text: 'Too many requests. Try again in {seconds} s.',
  },
  service_unavailable: {
    status: 503,
    exit: 1,
    text: "The service can't answer right now: {problem}. Try again in a moment.",
  },

  ...ACCESS_ERRORS,
  ...BACKUP_ERRORS,
  ...COMMERCE_ERRORS,
  ...DESIGN_ERRORS,
  ...FILE_ERRORS,
  ...MODELLING_ERRORS,
  ...EXPERIMENT_ERRORS,
  ...PARETO_ERRORS,
  ...PROJECT_ERRORS,
  ...COMMERCE_QUERY_ERRORS,
  ...COMMERCE_SERVICE_ERRORS,
  ...COMMERCE_WATCH_ERRORS,
  ...WAREHOUSE_ERRORS,
  ...SERVING_ERRORS,
  ...CLIENT_ERRORS,
  ...LIFECYCLE_ERRORS,

  // installation
  configuration_invalid: {
    status: 500,
    exit: 2,
    text: "The setting {setting} can't be used: {problem}.",
  },
  node_too_old: {
    status: 500,
    exit: 1,
    text: 'Node {version} is too old; zerosec needs 22.18 or newer. Run npm ci without --ignore-scripts: it brings one.',
  },
  port_in_use: {
    status: 500,
    exit: 2,
    text: 'The port {port} of {host} is in use by another program. Stop that one, or set ZEROSEC_PORT to another port.',
  },
  data_folder_in_use: {
    status: 500,
    exit: 2,
    text: 'The data folder {folder} is in use by process {pid}. Stop it first, or set ZEROSEC_DATA to another folder.',
  },
  internal: {
    status: 500,
    exit: 1,
    text: 'Something went wrong on our side ({reference}). Your data are unchanged; please report it with this reference.',
  },
} as const satisfies Record<string, { status: number; exit: 1 | 2 | 3; text: string }>

export type ErrorCode = keyof typeof ERRORS
