const SUBMISSION = {
  job_id: '$JOB_ID',
  job_type: 'linear_analysis',
  input_bucket: '$BUCKET',
  input_key: '$KEY_OF_FILE',
  parameters: { target_column: 'strength' },
}

/** Bodies by call, where the least that a schema takes would show nothing, or does not hang together. */
export const BODIES: Readonly<Record<string, unknown>> = {
  'POST /api/v1/session': { token: '$TOKEN_OF_THE_LINK' },
  'POST /api/v1/keys': { name: 'curl', scope: 'submit' },
  'POST /api/v1/jobs': SUBMISSION,
  'POST /api/v1/batches': { submissions: [SUBMISSION] },
  'POST /api/v1/schedules': {
    name: 'Strength, each morning',
    cron: '30 6 * * MON-FRI',
    time_zone: 'Europe/Berlin',
    job_type: 'linear_analysis',
    input_bucket: '$BUCKET',
    input_key: '$KEY_OF_FILE',
    parameters: { target_column: 'strength' },
  },
  'PATCH /api/v1/schedules/{schedule_id}': { cron: '0 7 * * *' },
  'POST /api/v1/projects': { name: 'Stronger parts', objectives: [{ column: 'strength', goal: 'maximise' }] },
  'PATCH /api/v1/projects/{project_id}': { name: 'Stronger and lighter parts' },
  'POST /api/v1/models': { name: 'strength', file_key: '$KEY_OF_MODEL' },
  'POST /api/v1/models/{model_name}/promote': { version: 2, alias: 'production' },
  'POST /api/v1/models/{model_name}/rollback': { alias: 'production' },
  'POST /api/v1/models/{model_name}/releases': { version: 2, mode: 'canary', share: 0.1 },
  'POST /api/v1/models/{model_name}/predict': { rows: [{ temperature: 240, resin: 'PC' }], intervals: true },
  'POST /api/v1/models/{model_name}/versions/{model_version}/predict': { rows: [{ temperature: 240, resin: 'PC' }] },
  'POST /api/v1/commerce/query': { metrics: ['net_sales', 'orders'], grain: 'month' },
  'POST /api/v1/commerce/queries': { queries: [{ id: 'sales', query: { metrics: ['net_sales'] } }] },
  'POST /api/v1/commerce/rows': { metric: 'net_sales' },
  'POST /api/v1/commerce/change': { metric: 'net_sales' },
  'POST /api/v1/commerce/anomalies': { metrics: ['net_sales'] },
  'POST /api/v1/commerce/demo': { orders: 20_000 },
  'POST /api/v1/commerce/views': { name: 'This month', state: 'range=this_month' },
  'PATCH /api/v1/commerce/views/{view_id}': { name: 'Last month' },
  'POST /api/v1/commerce/alerts': {
    name: 'Few orders',
    metric: 'orders',
    condition: { is: 'below', value: 20 },
    recipients: [{ by: 'email', to: ['shop@example.org'] }],
  },
  'PATCH /api/v1/commerce/alerts/{alert_id}': { condition: { is: 'below', value: 10 } },
  'POST /api/v1/commerce/reports': {
    name: 'Each morning',
    every: 'day',
    recipients: [{ by: 'webhook', url: 'https://hooks.example.org/shop' }],
  },
  'PATCH /api/v1/commerce/reports/{report_id}': { every: 'week' },
  'POST /api/v1/commerce/time-zone': { time_zone: 'Asia/Tokyo' },
  'POST /api/v1/commerce/sql': { sql: 'SELECT count(*) AS orders FROM orders' },
  'POST /items': { name: 'Nozzle', description: 'brass, 0.4 mm', price: 9.5 },
  'PATCH /items/{item_id}': { price: 8.9 },
  'POST /v2/models/{model_name}/infer': inference(),
  'POST /v2/models/{model_name}/versions/{model_version}/infer': inference(),
}

/** Values of fields and parameters by their names, where the schema alone gives none that reads well. */
export const VALUES: Readonly<Record<string, unknown>> = {
  bucket: '$BUCKET',
  file_key: '$KEY_OF_REPORT',
  filename: 'plastic-strength.csv',
  input_bucket: '$BUCKET',
  input_key: '$KEY_OF_FILE',
  job_type: 'linear_analysis',
  key: '$KEY_OF_FILE',
  model_name: 'strength',
  model_version: '1',
  name: 'strength',
  q: '{"metrics": ["net_sales"]}',
}

function inference(): unknown {
  return {
    inputs: [
      { name: 'temperature', shape: [1], datatype: 'FP64', data: [240] },
      { name: 'resin', shape: [1], datatype: 'BYTES', data: ['PC'] },
    ],
  }
}
