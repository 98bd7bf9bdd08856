import * as gcp from '@pulumi/gcp'
import type * as pulumi from '@pulumi/pulumi'
import { boardOf } from './dashboard.ts'
import type { Surroundings } from './surroundings.ts'

export interface MonitoringArgs {
  readonly domain: string
  readonly email: string
  readonly database: gcp.sql.DatabaseInstance
}

interface Alert {
  /** What has happened, and what to look at first. */
  readonly advice: string
  /** PromQL of Cloud Monitoring; the alert is on where it has a result for so long. */
  readonly query: string
  readonly minutes: number
  readonly severity: 'CRITICAL' | 'WARNING'
}

/** How attempts at jobs end, in the words of `packages/jobs/src/runner/observed-attempt.ts`. */
export const OUTCOMES = ['completed', 'failed', 'retried'] as const

const BALANCER = 'monitored_resource="https_lb_rule",url_map_name="zerosec-https"'
const requests = 'loadbalancing_googleapis_com:https_request_count'
const WORKERS =
  'run_googleapis_com:container_instance_count{monitored_resource="cloud_run_revision",service_name="zerosec-worker"}'
/** Of a service whose requests may fail once in a thousand. */
const ALLOWED_FAULTS = 0.001
const FLOOR_PER_SECOND = 0.1

/** Fourteen times the faults that a month has room for, in the last hour and still: the month's would be gone in two days. */
function burning(times: number, long: string, short: string): string {
  const over = (window: string) =>
    `(sum(rate(${requests}{${BALANCER},response_code_class="500"}[${window}])) / sum(rate(${requests}{${BALANCER}}[${window}])) > ${times * ALLOWED_FAULTS})`
  return `${over(long)} and ${over(short)} and (sum(rate(${requests}{${BALANCER}}[${long}])) > ${FLOOR_PER_SECOND})`
}

export const ALERTS: Readonly<Record<string, Alert>> = {
  'faults-fast': {
    advice:
      'So many requests fail that the month’s allowance is gone in two days: the log of zerosec-api, by requestId.',
    query: burning(14.4, '1h', '5m'),
    minutes: 2,
    severity: 'CRITICAL',
  },
  'faults-slow': {
    advice:
      'So many requests fail that the month’s allowance is gone in five days: the log of zerosec-api, by requestId.',
    query: burning(6, '6h', '30m'),
    minutes: 15,
    severity: 'WARNING',
  },
  slow: {
    advice:
      'One request in twenty takes longer than two seconds, streams of events counted as long as they were open: the processor of zerosec-api and the database.',
    query: `histogram_quantile(0.95, sum by (le) (rate(loadbalancing_googleapis_com:https_total_latencies_bucket{${BALANCER}}[10m]))) > 2000`,
    minutes: 10,
    severity: 'WARNING',
  },
  'no-worker': {
    advice: 'No worker runs, and jobs wait: the log of zerosec-worker says why none starts.',
    query: `sum(max_over_time(${WORKERS}[10m])) < 1 or absent_over_time(${WORKERS}[10m])`,
    minutes: 5,
    severity: 'CRITICAL',
  },
  'jobs-retried': {
    advice: 'Jobs fail by no fault of theirs and are tried again: the log of zerosec-worker, and what it depends on.',
    query:
      'sum(increase(logging_googleapis_com:user_zerosec_jobs_retried{monitored_resource="cloud_run_revision"}[15m])) > 5',
    minutes: 1,
    severity: 'WARNING',
  },
  'database-busy': {
    advice:
      'The database computes without a pause: a larger tier (databaseTier), or the slowest queries of Query Insights.',
    query: 'max(cloudsql_googleapis_com:database_cpu_utilization{monitored_resource="cloudsql_database"}) > 0.9',
    minutes: 15,
    severity: 'WARNING',
  },
  'database-full': {
    advice:
      'The database’s disk grows by itself, but something fills it: the sizes of the tables, and ZEROSEC_AUDIT_DAYS.',
    query: 'max(cloudsql_googleapis_com:database_disk_utilization{monitored_resource="cloudsql_database"}) > 0.85',
    minutes: 30,
    severity: 'WARNING',
  },
}

/** Numbers from the log, a check from outside, alerts by e-mail, and a board. */
export function makeMonitoring(args: MonitoringArgs, around: Surroundings): void {
  const { project, options } = around
  const channel = new gcp.monitoring.NotificationChannel(
    'mail',
    { displayName: 'zerosec', type: 'email', labels: { email_address: args.email } },
    options,
  )
  const metrics = OUTCOMES.map((outcome) => countJobs(outcome, around))
  const waiting = { ...options, dependsOn: [...options.dependsOn, ...metrics, args.database] }
  for (const [name, alert] of Object.entries(ALERTS)) makeAlert(name, alert, channel, waiting)
  watchFromOutside(args.domain, channel, around)
  const dashboardJson = JSON.stringify(boardOf(project))
  new gcp.monitoring.Dashboard('board', { dashboardJson }, { ...waiting, ignoreChanges: ['dashboardJson.etag'] })
}

function makeAlert(
  name: string,
  { advice, query, minutes, severity }: Alert,
  channel: gcp.monitoring.NotificationChannel,
  options: pulumi.CustomResourceOptions,
): void {
  new gcp.monitoring.AlertPolicy(
    name,
    {
      displayName: `zerosec: ${name}`,
      combiner: 'OR',
      severity,
      notificationChannels: [channel.name],
      alertStrategy: { autoClose: '86400s' },
      documentation: { content: advice, mimeType: 'text/markdown' },
      conditions: [
        {
          displayName: name,
          conditionPrometheusQueryLanguage: {
            query,
            duration: `${minutes * 60}s`,
            evaluationInterval: '60s',
            // Google refuses a query of what has not been measured yet, as nothing is when a stack is new.
            disableMetricValidation: true,
          },
        },
      ],
    },
    options,
  )
}

/** The page's certificate, the load balancer, the API and its database, as somebody elsewhere sees them. */
function watchFromOutside(
  domain: string,
  channel: gcp.monitoring.NotificationChannel,
  { project, options }: Surroundings,
): void {
  const check = new gcp.monitoring.UptimeCheckConfig(
    'health',
    {
      displayName: 'zerosec: health',
      period: '60s',
      timeout: '10s',
      selectedRegions: ['EUROPE', 'USA', 'ASIA_PACIFIC'],
      monitoredResource: { type: 'uptime_url', labels: { project_id: project, host: domain } },
      httpCheck: { path: '/health', port: 443, useSsl: true, validateSsl: true },
      contentMatchers: [{ content: '"status":"healthy"', matcher: 'CONTAINS_STRING' }],
    },
    options,
  )
  new gcp.monitoring.AlertPolicy(
    'away',
    {
      displayName: 'zerosec: away',
      combiner: 'OR',
      severity: 'CRITICAL',
      notificationChannels: [channel.name],
      documentation: {
        content:
          'The service is not reached from outside, or says that it is unhealthy: /health/ready names what it misses.',
        mimeType: 'text/markdown',
      },
      conditions: [
        {
          displayName: 'away',
          conditionThreshold: {
            filter: check.uptimeCheckId.apply(
              (id) =>
                `metric.type="monitoring.googleapis.com/uptime_check/check_passed" AND resource.type="uptime_url" AND metric.labels.check_id="${id}"`,
            ),
            comparison: 'COMPARISON_GT',
            thresholdValue: 1,
            duration: '120s',
            aggregations: [
              {
                alignmentPeriod: '120s',
                perSeriesAligner: 'ALIGN_NEXT_OLDER',
                crossSeriesReducer: 'REDUCE_COUNT_FALSE',
                groupByFields: ['resource.label.host'],
              },
            ],
            trigger: { count: 1 },
          },
        },
      ],
    },
    options,
  )
}

function countJobs(outcome: string, { options }: Surroundings): gcp.logging.Metric {
  return new gcp.logging.Metric(
    `jobs-${outcome}`,
    {
      name: `zerosec_jobs_${outcome}`,
      description: `Attempts at jobs that ended as ${outcome}`,
      filter:
        'resource.type="cloud_run_revision" AND resource.labels.service_name="zerosec-worker" ' +
        `AND jsonPayload.msg="an attempt has ended" AND jsonPayload.outcome="${outcome}"`,
      metricDescriptor: { metricKind: 'DELTA', valueType: 'INT64', unit: '1' },
    },
    options,
  )
}
