import type { Dashboard } from './panels.ts'

/** Probes and scrapes are no requests of anybody: as in the rules. */
const ASKED = 'route!~"/health.*|/api/v1/health|/metrics"'
const SHOP = 'route=~"/api/v1/commerce/.*"'
const COUNT = 'zerosec_http_request_duration_seconds_count'
const BUCKET = 'zerosec_http_request_duration_seconds_bucket'
const RATE = '$__rate_interval'

const quantile = (part: number, labels: string, by = ''): string =>
  `histogram_quantile(${part}, sum by (${by}le) (rate(${BUCKET}{${labels}}[${RATE}])))`

const SERVICE: Dashboard = {
  uid: 'zerosec-service',
  title: 'zerosec service',
  rows: {
    'Is it well?': [
      {
        kind: 'number',
        title: 'API processes that answer',
        unit: 'none',
        queries: { up: 'sum(up{job="zerosec"})' },
        least: 1,
      },
      {
        kind: 'number',
        title: 'Database',
        unit: 'none',
        queries: { 'can be read': 'max(zerosec_database_up)' },
        least: 1,
        description: '1: the numbers of jobs could be read.',
      },
      {
        kind: 'number',
        title: 'Requests that failed, 1 h',
        unit: 'percentunit',
        queries: { failed: 'zerosec:http_errors:ratio1h' },
        limit: 0.005,
        description: 'By faults of ours. 0.5 % may, within a month.',
      },
      {
        kind: 'number',
        title: 'Budget of errors used, 3 d',
        unit: 'percentunit',
        queries: { used: 'zerosec:http_errors:ratio3d / 0.005' },
        limit: 1,
        description: 'Above 100 % for a month breaks the promise.',
      },
      {
        kind: 'number',
        title: '99 of 100 answers within',
        unit: 's',
        queries: { p99: 'zerosec:http_latency:p99_5m' },
        limit: 2.5,
      },
      {
        kind: 'number',
        title: 'Free disk',
        unit: 'percentunit',
        queries: { free: 'min(zerosec:data_disk:free_ratio)' },
        least: 0.1,
      },
    ],
    Requests: [
      {
        kind: 'lines',
        title: 'Requests by status',
        unit: 'reqps',
        queries: { '{{status}}': `sum by (status) (rate(${COUNT}{${ASKED}}[${RATE}]))` },
      },
      {
        kind: 'lines',
        title: 'How long answers take',
        unit: 's',
        queries: { median: quantile(0.5, ASKED), p95: quantile(0.95, ASKED), p99: quantile(0.99, ASKED) },
      },
      {
        kind: 'lines',
        title: 'Busiest routes',
        unit: 'reqps',
        queries: { '{{method}} {{route}}': `topk(10, sum by (method, route) (rate(${COUNT}{${ASKED}}[${RATE}])))` },
      },
      {
        kind: 'lines',
        title: 'Slowest routes (p95)',
        unit: 's',
        queries: { '{{route}}': `topk(10, ${quantile(0.95, ASKED, 'route, ')})` },
      },
      {
        kind: 'lines',
        title: 'Failures by route',
        unit: 'reqps',
        queries: { '{{route}} {{status}}': `sum by (route, status) (rate(${COUNT}{${ASKED},status=~"5.."}[${RATE}]))` },
      },
      {
        kind: 'lines',
        title: 'Under way',
        unit: 'short',
        queries: {
          requests: 'sum(zerosec_http_requests_in_flight)',
          'event streams': 'sum(zerosec_event_streams_open)',
        },
      },
    ],
    Processes: [
      {
        kind: 'lines',
        title: 'Lateness of the event loop',
        unit: 's',
        queries: { '{{instance}} p99': 'zerosec_event_loop_lag_seconds{statistic="p99"}' },
        description: 'What blocks it makes every request of the process wait.',
      },
      {
        kind: 'lines',
        title: 'Processor',
        unit: 'percentunit',
        queries: { '{{instance}}': `rate(zerosec_process_cpu_seconds_total[${RATE}])` },
        description: '100 % is one processor. Running analyses are processes of their own and not in it.',
      },
      {
        kind: 'lines',
        title: 'Memory',
        unit: 'bytes',
        queries: {
          '{{instance}}': 'zerosec_process_resident_memory_bytes',
          '{{instance}} heap': 'zerosec_process_memory_bytes{kind="heap_used"}',
        },
      },
      {
        kind: 'lines',
        title: 'Connections to the database',
        unit: 'short',
        queries: {
          '{{instance}} {{state}}': 'zerosec_database_connections',
          '{{instance}} waiting': 'zerosec_database_waiting_requests',
        },
      },
    ],
  },
}

const JOBS: Dashboard = {
  uid: 'zerosec-jobs',
  title: 'zerosec jobs',
  rows: {
    'Is anybody waiting?': [
      {
        kind: 'number',
        title: 'Oldest job has waited',
        unit: 's',
        queries: { waited: 'max(zerosec_queue_oldest_due_seconds)' },
        limit: 300,
      },
      { kind: 'number', title: 'Jobs that could run', unit: 'none', queries: { due: 'max(zerosec_queue_due_jobs)' } },
      {
        kind: 'number',
        title: 'Due jobs for each worker',
        unit: 'short',
        queries: { backlog: 'max(zerosec_queue_backlog_per_worker)' },
        description: 'The signal to scale workers on.',
      },
      { kind: 'number', title: 'Workers', unit: 'none', queries: { workers: 'max(zerosec_workers)' }, least: 1 },
      { kind: 'number', title: 'Dead letters', unit: 'none', queries: { dead: 'max(zerosec_dead_letters)' }, limit: 1 },
      {
        kind: 'number',
        title: 'Expired leases',
        unit: 'none',
        queries: { expired: 'max(zerosec_expired_leases)' },
        limit: 1,
      },
    ],
    Queue: [
      {
        kind: 'lines',
        title: 'Jobs that wait',
        unit: 'short',
        queries: { due: 'max(zerosec_queue_due_jobs)', 'for their time': 'max(zerosec_queue_delayed_jobs)' },
      },
      {
        kind: 'lines',
        title: 'How long the oldest has waited',
        unit: 's',
        queries: { oldest: 'max(zerosec_queue_oldest_due_seconds)' },
      },
      {
        kind: 'lines',
        title: 'Jobs that are kept, by state',
        unit: 'short',
        queries: { '{{status}}': 'sum by (status) (max by (job_type, status) (zerosec_jobs))' },
      },
      {
        kind: 'lines',
        title: 'Troubled attempts of the last hour',
        unit: 'short',
        queries: { '{{outcome}}': 'max by (outcome) (zerosec_recent_troubled_attempts)' },
      },
    ],
    Workers: [
      {
        kind: 'lines',
        title: 'Attempts that ended',
        unit: 'short',
        queries: { '{{job_type}} {{outcome}}': 'zerosec:attempts:rate5m > 0' },
        description: 'In a second.',
      },
      {
        kind: 'lines',
        title: 'How long attempts take (p95 of an hour)',
        unit: 's',
        queries: { '{{job_type}}': 'zerosec:attempts:p95_1h' },
      },
      {
        kind: 'lines',
        title: 'Attempts that began',
        unit: 'short',
        queries: { '{{job_type}}': `sum by (job_type) (rate(zerosec_attempts_started_total[${RATE}])) > 0` },
      },
      { kind: 'lines', title: 'Slots', unit: 'short', queries: { '{{state}}': 'sum by (state) (zerosec_slots)' } },
      {
        kind: 'lines',
        title: 'Running, and room for',
        unit: 'short',
        queries: {
          '{{worker}} running': 'max by (worker) (zerosec_worker_running_jobs)',
          '{{worker}} slots': 'max by (worker) (zerosec_worker_slots)',
        },
      },
      {
        kind: 'lines',
        title: 'Age of the last heartbeat',
        unit: 's',
        queries: { '{{worker}}': 'max by (worker) (zerosec_worker_heartbeat_age_seconds)' },
        limit: 30,
      },
      {
        kind: 'lines',
        title: 'Leases that ran out',
        unit: 'short',
        queries: { '{{instance}}': 'increase(zerosec_lease_expiries_total[1h])' },
        description: 'Jobs that were lost with their worker, and run again.',
      },
    ],
  },
}

const SERVING: Dashboard = {
  uid: 'zerosec-serving',
  title: 'zerosec serving and drift',
  rows: {
    Models: [
      { kind: 'number', title: 'Versions in memory', unit: 'none', queries: { loaded: 'sum(zerosec_models_loaded)' } },
      { kind: 'number', title: 'Their memory', unit: 'bytes', queries: { bytes: 'sum(zerosec_models_loaded_bytes)' } },
      {
        kind: 'number',
        title: 'Could not be loaded',
        unit: 'none',
        queries: { failed: 'max(zerosec_models_failed)' },
        limit: 1,
      },
      {
        kind: 'number',
        title: 'Worst drift',
        unit: 'short',
        queries: { psi: 'max(last_over_time(zerosec_model_drift_psi[1h]))' },
        limit: 0.25,
        description: 'PSI: below 0.1 nothing has changed, above 0.25 the population has.',
      },
    ],
    Requests: [
      {
        kind: 'lines',
        title: 'Requests by model',
        unit: 'reqps',
        queries: { '{{model}} {{version}}': `sum by (model, version) (rate(zerosec_model_requests_total[${RATE}]))` },
      },
      {
        kind: 'lines',
        title: 'Rows',
        unit: 'short',
        queries: { '{{model}} {{version}}': `sum by (model, version) (rate(zerosec_model_rows_total[${RATE}]))` },
        description: 'In a second.',
      },
      {
        kind: 'lines',
        title: 'Time of an answer',
        unit: 's',
        queries: {
          '{{model}} {{version}}': `sum by (model, version) (rate(zerosec_model_seconds_total[${RATE}])) / sum by (model, version) (rate(zerosec_model_requests_total[${RATE}]))`,
        },
      },
      {
        kind: 'lines',
        title: 'Rows that were refused',
        unit: 'percentunit',
        queries: {
          '{{model}} {{version}}': `sum by (model, version) (rate(zerosec_model_row_errors_total[${RATE}])) / sum by (model, version) (rate(zerosec_model_rows_total[${RATE}]))`,
        },
      },
    ],
    Drift: [
      {
        kind: 'lines',
        title: 'PSI of what models are asked',
        unit: 'short',
        queries: { '{{model}} {{version}}': 'max by (model, version) (zerosec_model_drift_psi{part="inputs"})' },
        limit: 0.25,
      },
      {
        kind: 'lines',
        title: 'PSI of what they answer',
        unit: 'short',
        queries: { '{{model}} {{version}}': 'max by (model, version) (zerosec_model_drift_psi{part="output"})' },
        limit: 0.25,
      },
    ],
  },
}

const COMMERCE: Dashboard = {
  uid: 'zerosec-commerce',
  title: 'zerosec commerce load',
  rows: {
    Numbers: [
      {
        kind: 'number',
        title: 'Shops with numbers',
        unit: 'none',
        queries: { shops: 'max(zerosec_snapshots_serving)' },
      },
      {
        kind: 'number',
        title: 'Oldest snapshot',
        unit: 's',
        queries: { age: 'max(zerosec_oldest_snapshot_age_seconds)' },
        limit: 129_600,
      },
      { kind: 'number', title: 'Questions', unit: 'reqps', queries: { asked: `sum(rate(${COUNT}{${SHOP}}[5m]))` } },
      {
        kind: 'number',
        title: '95 of 100 answers within',
        unit: 's',
        queries: { p95: `histogram_quantile(0.95, sum by (le) (rate(${BUCKET}{${SHOP}}[5m])))` },
        limit: 1,
      },
      {
        kind: 'number',
        title: 'Free disk',
        unit: 'bytes',
        queries: { free: 'min(zerosec_data_disk_bytes{state="free"})' },
      },
    ],
    Questions: [
      {
        kind: 'lines',
        title: 'Requests by route',
        unit: 'reqps',
        queries: { '{{method}} {{route}}': `sum by (method, route) (rate(${COUNT}{${SHOP}}[${RATE}]))` },
      },
      {
        kind: 'lines',
        title: 'How long answers take (p95)',
        unit: 's',
        queries: { '{{route}}': quantile(0.95, SHOP, 'route, ') },
      },
      {
        kind: 'lines',
        title: 'Answered from what the browser knew',
        unit: 'percentunit',
        queries: {
          unchanged: `sum(rate(${COUNT}{${SHOP},status="304"}[${RATE}])) / sum(rate(${COUNT}{${SHOP}}[${RATE}]))`,
        },
      },
      {
        kind: 'lines',
        title: 'Refused and failed',
        unit: 'reqps',
        queries: { '{{status}}': `sum by (status) (rate(${COUNT}{${SHOP},status=~"[45].."}[${RATE}]))` },
      },
    ],
    Data: [
      {
        kind: 'lines',
        title: 'Age of the oldest snapshot',
        unit: 's',
        queries: { age: 'max(zerosec_oldest_snapshot_age_seconds)' },
      },
      {
        kind: 'lines',
        title: 'Disk of the data folder',
        unit: 'bytes',
        queries: { '{{instance}} {{state}}': 'zerosec_data_disk_bytes' },
      },
    ],
  },
}

export const DASHBOARDS: readonly Dashboard[] = [SERVICE, JOBS, SERVING, COMMERCE]
